package org.hinomi.agent.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.hinomi.core.event.Identity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a spool at which records come in: makes room, gives identities, and keeps who puts and
 * who takes waiting for each other. Guarded by the spool's lock.
 */
final class Intake {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  private static final long RETRY_MILLIS = 1000;

  /** What {@link #arrived} tells of. */
  private enum Awaited {
    NOTHING,
    ONE,
    MANY
  }

  private final Condition arrived;
  private final Condition room;
  private final String agentId;
  private final Segments segments;
  private final Recent recent;
  private final ReadEnd read;
  private final Acknowledgements acknowledged;
  private final Durability durability;
  private final Gaps gaps = new Gaps();
  private final InstantSource clock;
  private final LongSupplier nanoTime;

  /** Records that the start found not acknowledged. */
  private final long pendingBefore;

  private Awaited awaited = Awaited.NOTHING;
  private long written;
  private long dropped;

  /**
   * @param recent gets what comes in
   * @param read what was read is not evicted
   * @param pendingBefore records that the start found not acknowledged
   */
  Intake(
      ReentrantLock lock,
      String agentId,
      Segments segments,
      Recent recent,
      ReadEnd read,
      Acknowledgements acknowledged,
      Durability durability,
      long pendingBefore,
      InstantSource clock,
      LongSupplier nanoTime) {
    arrived = lock.newCondition();
    room = lock.newCondition();
    this.agentId = agentId;
    this.segments = segments;
    this.recent = recent;
    this.read = read;
    this.acknowledged = acknowledged;
    this.durability = durability;
    this.pendingBefore = pendingBefore;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /** Appends; where that cannot be, the record is dropped, counted and reported later. */
  boolean offer(SpoolEntry entry) {
    if (tryAppend(entry, true) != null) {
      return true;
    }
    dropped++;
    gaps.add(entry, durability.inTrouble() ? "disk-error" : "spool-full");
    return false;
  }

  /**
   * Appends, gaps to be reported first; those at once.
   *
   * @param atOnce whether it must not wait in memory
   * @return null where there is no room or the disk refuses
   */
  @Nullable Identity tryAppend(SpoolEntry entry, boolean atOnce) {
    durability.requireSound();
    try {
      while (!gaps.isEmpty()) {
        SpoolEntry gap = gaps.oldest(clock.instant());
        // With room for the entry too: else it grows while nothing else gets in.
        if (gap == null || !hasRoom(gap) || !hasRoom(entry)) {
          return null;
        }
        append(gap, true); // nobody else knows of it
        gaps.reported();
        durability.requireSound();
      }
      if (!hasRoom(entry)) {
        return null;
      }
      Identity taken = append(entry, atOnce);
      durability.well();
      return taken;
    } catch (IOException e) {
      durability.trouble(e);
      return moveOn() ? tryAppend(entry, atOnce) : null;
    }
  }

  /** Frees also the newest segment, where the disk is full and the collector has all of it. */
  private boolean moveOn() {
    try {
      if (durability.hasFailed() || !segments.moveOn(acknowledged)) {
        return false;
      }
      recent.clear();
      read.goOn();
      free();
      return true;
    } catch (IOException e) {
      durability.trouble(e);
      return false;
    }
  }

  /**
   * Reports all that was dropped, whether there is room or not: a stop would forget it. What the
   * disk does not take, the log does.
   */
  void reportGaps() {
    SpoolEntry gap;
    while ((gap = gaps.oldest(clock.instant())) != null) {
      boolean told = false;
      try {
        if (!durability.hasFailed()) {
          append(gap, true);
          told = true;
        }
      } catch (IOException e) {
        durability.trouble(e);
      }
      if (!told) {
        LOG.atWarn()
            .addKeyValue("gap", new String(gap.message(), UTF_8))
            .log("Records were dropped; the collector is not told, since the spool takes nothing.");
      }
      gaps.reported();
    }
  }

  /** Whether there is room, made by evicting the oldest samples where there is none. */
  private boolean hasRoom(SpoolEntry entry) throws IOException {
    // A record larger than the whole spool is let in when nothing else is: it could never else.
    while (!segments.fits(entry) && pending() > 0) {
      if (!segments.evictOldest(read.segment())) {
        return false;
      }
    }
    return true;
  }

  /** Appends, whether there is room or not. */
  Identity append(SpoolEntry entry, boolean atOnce) throws IOException {
    long now = nanoTime.getAsLong();
    segments.followClock(now);
    Segment last = segments.newest();
    if (segments.rotationIsDue(now)) {
      durability.sync();
      if (last != read.segment()) {
        last.release();
      }
      last = segments.rotate();
      recent.clear();
      free();
      segments.evictOld(read.segment(), now);
    } else if (last.isFullWith(entry)) {
      durability.flush();
    }
    boolean unsynced = durability.isUnsynced();
    boolean syncIsDue = durability.syncIsDue(now);
    Identity identity = new Identity(agentId, last.incarnation(), last.append(entry));
    recent.add(new Spooled(identity, entry));
    if (syncIsDue || atOnce || durability.flushIsDue(now)) {
      try {
        durability.flush();
      } catch (IOException e) {
        last.takeBack();
        recent.takeBack();
        throw e;
      }
    }
    written++;
    if (!unsynced) {
      durability.unsyncedFrom(now);
    } else if (syncIsDue) {
      try {
        durability.sync();
      } catch (IOException e) {
        durability.trouble(e); // it is in the file, and may be sent after a start: not dropped
      }
    }
    if (awaited == Awaited.ONE || (awaited == Awaited.MANY && durability.areMany())) {
      awaited = Awaited.NOTHING;
      arrived.signal();
    }
    return identity;
  }

  /** Waits a while for room, as who puts does. */
  void awaitRoom() throws InterruptedException {
    room.await(RETRY_MILLIS, MILLISECONDS);
  }

  /**
   * Waits for a record, as who takes does.
   *
   * @param many whether one alone is not worth it
   * @return nanoseconds that are left; 0 or less where the time is over
   */
  long await(boolean many, long nanos) throws InterruptedException {
    awaited = many ? Awaited.MANY : Awaited.ONE;
    long left = arrived.awaitNanos(nanos);
    awaited = Awaited.NOTHING;
    return left;
  }

  /** Frees what is acknowledged, for those who wait for room. */
  void free() throws IOException {
    if (segments.free(read.segment(), acknowledged)) {
      room.signalAll();
    }
  }

  /** Records that are to be sent or acknowledged still. */
  long pending() {
    return pendingBefore + written - acknowledged.count() - segments.fewer();
  }

  /** Records taken in since the start. */
  long written() {
    return written;
  }

  /** Records that found no room since the start. */
  long dropped() {
    return dropped;
  }
}
