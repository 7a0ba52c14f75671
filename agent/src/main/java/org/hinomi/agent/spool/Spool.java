package org.hinomi.agent.spool;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.hinomi.core.event.Identity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records on disk between what makes them and the collector's acknowledgement. Each gets its
 * identity here and is durable (fdatasync, one for all that wait) before {@link #take} gives it
 * out. What was given out and not acknowledged comes again after a restart, with the same identity.
 *
 * <p>Any thread may put; one at a time takes, and one at a time acknowledges.
 */
public final class Spool implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

  /** The longest time that a record lies unsynced while nobody takes. */
  private static final long SYNC_NANOS = 1_000_000_000L;

  private static final long RETRY_MILLIS = 1000;

  /** The longest time that what a source can read again lies in memory while nobody takes. */
  private static final long FLUSH_NANOS = 500_000_000L;

  /** What {@link #arrived} tells of. */
  private enum Awaited {
    NOTHING,
    ONE,
    MANY
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition room = lock.newCondition();

  private final Path directory;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final String agentId;
  private final FileChannel guard;

  private final Segments segments;
  private final Acknowledgements acknowledged;
  private final Recent recent;
  private final Map<StreamKey, String> spooledStreams;
  private final Gaps gaps = new Gaps();
  private final int damages;

  /** Records that the start found not acknowledged. */
  private final long pendingBefore;

  private final ReadEnd read;

  /** What was taken together and is not given out yet; of the thread that takes. */
  private Iterator<Spooled> atHand = Collections.emptyIterator();

  private Awaited awaited = Awaited.NOTHING;
  private final long together;

  /** Since when something is unsynced; only where it is. */
  private long unsyncedFrom;

  private long syncedNanos;
  private long flushedNanos;
  private boolean diskTrouble;
  private @Nullable IOException failed;

  private long written;
  private long dropped;
  private long waits;

  private Spool(
      Path directory,
      SpoolSettings settings,
      InstantSource clock,
      LongSupplier nanoTime,
      String agentId,
      FileChannel guard)
      throws IOException {
    this.directory = directory;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.agentId = agentId;
    this.guard = guard;
    this.together = settings.together().toNanos();
    Recovery found = Recovery.of(directory);
    segments = new Segments(directory, settings, clock, nanoTime, found.segments());
    acknowledged = new Acknowledgements(directory, found.positions(), nanoTime);
    spooledStreams = Map.copyOf(found.streams());
    pendingBefore = found.pending();
    damages = found.damage().size();
    recent = new Recent(settings.segmentBytes());
    if (!found.continues() || segments.newest().isOfFirstFormat()) {
      segments.renew(acknowledged.incarnation());
    }
    read = new ReadEnd(agentId, segments, recent, acknowledged);
    flushedNanos = nanoTime.getAsLong();
    syncedNanos = flushedNanos - together;
    found.damage().forEach(this::reportDamage);
  }

  /**
   * Opens the spool of a state directory, made where it is not there. {@code agent.id} is kept
   * beside it.
   *
   * @param nanoTime monotonic clock, ns
   * @throws IOException where the directory cannot be used, or another agent uses it
   */
  public static Spool open(
      Path state,
      SpoolSettings settings,
      InstantSource clock,
      LongSupplier nanoTime,
      RandomGenerator random)
      throws IOException {
    Path directory = state.resolve("spool");
    Files.createDirectories(directory);
    FileChannel guard = FileChannel.open(directory.resolve("lock"), CREATE, WRITE);
    try {
      boolean free;
      try {
        free = guard.tryLock() != null;
      } catch (OverlappingFileLockException sameProcess) {
        free = false;
      }
      if (!free) {
        throw new IOException(directory + ": another agent uses this folder");
      }
      return new Spool(directory, settings, clock, nanoTime, AgentId.of(state, random), guard);
    } catch (IOException | RuntimeException e) {
      guard.close();
      throw e;
    }
  }

  private void reportDamage(String what) {
    LOG.atWarn()
        .addKeyValue("spool", directory)
        .addKeyValue("damage", what)
        .log("The spool was not whole; what could be read is sent, and a gap is reported.");
    lock.lock();
    try {
      append(Gaps.damage(clock.instant(), what), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  public String agentId() {
    return agentId;
  }

  /**
   * Where each stream of a source goes on: behind its last spooled record, so that nothing is
   * spooled twice. Keys are stream names. As the start found them: asked once, before the source
   * starts.
   */
  public Map<String, String> positions(String source) {
    Map<String, String> positions = new HashMap<>();
    spooledStreams.forEach(
        (key, position) -> {
          if (key.source().equals(source)) {
            positions.put(key.stream(), position);
          }
        });
    return positions;
  }

  /**
   * Takes a record over, and waits while there is no room: a file or the journal keeps it
   * meanwhile.
   *
   * @return the identity that the record goes under from now on
   * @throws UncheckedIOException where the disk failed for good and the agent must be restarted
   */
  public Identity put(SpoolEntry entry) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      boolean waited = false;
      Identity taken;
      while ((taken = tryAppend(entry, false)) == null) {
        if (!waited) {
          waited = true;
          waits++;
        }
        room.await(RETRY_MILLIS, MILLISECONDS);
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a record over if there is room. If not it is dropped, counted, and reported by a gap
   * record as soon as there is room again. The system has it at once: nobody else may.
   *
   * @return whether it was taken
   */
  public boolean offer(SpoolEntry entry) {
    lock.lock();
    try {
      if (tryAppend(entry, true) != null) {
        return true;
      }
      dropped++;
      gaps.add(entry, diskTrouble ? "disk-error" : "spool-full");
      return false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a record over if there is room, at once as {@link #offer}; if not, it stays the caller's
   * and is no gap.
   *
   * @return whether it was taken
   */
  public boolean tryPut(SpoolEntry entry) {
    lock.lock();
    try {
      return tryAppend(entry, true) != null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Appends, gaps to be reported first.
   *
   * @param atOnce whether it must not wait in memory
   * @return null where there is no room or the disk refuses
   */
  private @Nullable Identity tryAppend(SpoolEntry entry, boolean atOnce) {
    requireSound();
    try {
      while (!gaps.isEmpty()) {
        SpoolEntry gap = gaps.oldest(clock.instant());
        // With room for the entry too: else it grows while nothing else gets in.
        if (gap == null || !hasRoom(gap) || !hasRoom(entry)) {
          return null;
        }
        append(gap, atOnce);
        gaps.reported();
      }
      if (!hasRoom(entry)) {
        return null;
      }
      Identity taken = append(entry, atOnce);
      diskTrouble = false;
      return taken;
    } catch (IOException e) {
      trouble(e);
      return null;
    }
  }

  private void trouble(IOException e) {
    if (!diskTrouble) {
      diskTrouble = true;
      LOG.atWarn()
          .addKeyValue("spool", directory)
          .setCause(e)
          .log("The spool cannot be written; sources wait, samples are dropped and counted.");
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

  private Identity append(SpoolEntry entry, boolean atOnce) throws IOException {
    long now = nanoTime.getAsLong();
    Segment last = segments.newest();
    if (segments.rotationIsDue(now)) {
      sync();
      if (last != read.segment()) {
        last.release();
      }
      last = segments.rotate();
      recent.clear();
      free();
      segments.evictOld(read.segment());
    } else if (last.isFullWith(entry)) {
      flush(last);
    }
    boolean unsynced = isUnsynced();
    Identity identity = new Identity(agentId, last.incarnation(), last.append(entry));
    recent.add(new Spooled(identity, entry));
    boolean syncIsDue = unsynced && now - unsyncedFrom > SYNC_NANOS;
    if (syncIsDue || atOnce || now - flushedNanos > FLUSH_NANOS) {
      try {
        flush(last);
      } catch (IOException e) {
        last.takeBack();
        recent.takeBack();
        throw e;
      }
    }
    written++;
    if (!unsynced) {
      unsyncedFrom = now;
    } else if (syncIsDue) {
      sync();
    }
    if (awaited == Awaited.ONE || (awaited == Awaited.MANY && areMany())) {
      awaited = Awaited.NOTHING;
      arrived.signal();
    }
    return identity;
  }

  /** Gives to the system what lies in memory, as one block. */
  private void flush(Segment newest) throws IOException {
    long from = newest.inFile();
    Map<StreamKey, String> positions = newest.flush();
    if (newest.inFile() > from) {
      recent.written(from, newest.inFile(), newest.next(), positions);
    }
    flushedNanos = nanoTime.getAsLong();
  }

  private boolean isUnsynced() {
    return segments.newest().size() > segments.newest().synced();
  }

  private boolean areMany() {
    return segments.newest().size() - segments.newest().synced() >= SpoolSettings.MANY_BYTES;
  }

  /**
   * After a failed fsync the kernel may have dropped the pages (fsync(2)); what was appended can no
   * longer be called durable, and only a fresh start knows what is there.
   */
  private void sync() throws IOException {
    if (!isUnsynced()) {
      return;
    }
    Segment last = segments.newest();
    flush(last);
    try {
      last.force();
    } catch (IOException e) {
      failed = e;
      throw e;
    }
    last.synced(last.inFile());
    syncedNanos = nanoTime.getAsLong();
  }

  private void requireSound() {
    if (failed != null) {
      throw new UncheckedIOException(
          new IOException(directory + ": the disk failed; restart the agent", failed));
    }
  }

  /**
   * The next record of those that were taken together with the last one.
   *
   * @return null where {@link #take} has to look for more
   */
  public @Nullable Spooled atHand() {
    return atHand.hasNext() ? atHand.next() : null;
  }

  /**
   * The next record that was not yet given out since the start, durable.
   *
   * @return null where none came within the time
   * @throws IOException where the spool cannot be read or synced
   */
  public @Nullable Spooled take(Duration timeout) throws IOException, InterruptedException {
    Spooled next = atHand();
    if (next != null) {
      return next;
    }
    lock.lockInterruptibly();
    try {
      long left = timeout.toNanos();
      while (true) {
        requireSound();
        long wait = untilDue();
        if (wait <= 0 && takeBatch()) {
          return atHand();
        }
        if (left <= 0) {
          rest();
          return null;
        }
        awaited = wait > 0 ? Awaited.MANY : Awaited.ONE;
        wait = wait > 0 ? Math.min(left, wait) : left;
        left -= wait - arrived.awaitNanos(wait);
        awaited = Awaited.NOTHING;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nanoseconds until a sync is worth its while; 0 or less where one is, or none is needed. */
  private long untilDue() {
    boolean isThere = read.hasNext() && read.isDurable();
    return isThere || areMany() ? 0 : syncedNanos + together - nanoTime.getAsLong();
  }

  private boolean takeBatch() throws IOException {
    while (read.hasNext()) {
      if (!read.isDurable() && !makeDurable()) {
        return false;
      }
      Batch batch;
      try {
        batch = read.next();
      } catch (IOException damaged) {
        failed = damaged;
        throw damaged;
      }
      if (!batch.records().isEmpty()) {
        acknowledged.expect(batch);
        atHand = batch.records().iterator();
        return true;
      }
    }
    return false;
  }

  /** Nothing comes: writes what waits to be; where the disk takes nothing now, the next time. */
  private void rest() {
    try {
      acknowledged.writeIfDue();
    } catch (IOException e) {
      trouble(e);
    }
  }

  /**
   * One sync for all that was put before, during which more may be put; false where the disk takes
   * nothing now.
   */
  @SuppressWarnings("LockNotBeforeTry") // whoever calls unlocks
  private boolean makeDurable() throws IOException {
    Segment last = segments.newest();
    try {
      flush(last);
    } catch (IOException e) {
      trouble(e);
      return false;
    }
    long upTo = last.inFile();
    long since = nanoTime.getAsLong();
    lock.unlock();
    try {
      last.force();
    } catch (IOException e) {
      failed = e;
      throw e;
    } finally {
      lock.lock();
    }
    last.synced(upTo);
    syncedNanos = nanoTime.getAsLong();
    unsyncedFrom = since;
    return true;
  }

  /**
   * Gives to the system what was put: what others are told of is to be there after a kill. Where
   * the disk takes nothing, it is tried again with the next record.
   */
  public void flush() {
    lock.lock();
    try {
      flush(segments.newest());
    } catch (IOException e) {
      trouble(e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The collector has the oldest record that was taken and not acknowledged.
   *
   * @param identity of that record; acknowledging out of order is a fault of the caller
   */
  public void acknowledge(Identity identity) throws IOException {
    if (!acknowledged.acknowledge(identity)) {
      return;
    }
    lock.lock();
    try {
      acknowledged.finish();
      free();
      acknowledged.writeIfDue();
    } finally {
      lock.unlock();
    }
  }

  private void free() throws IOException {
    if (segments.free(read.segment(), acknowledged)) {
      room.signalAll();
    }
  }

  /** Records that are to be sent or acknowledged still. */
  private long pending() {
    return pendingBefore + written - acknowledged.count() - segments.fewer();
  }

  /** How many things were found damaged when the spool was opened. */
  public int damages() {
    return damages;
  }

  public SpoolStatus status() {
    lock.lock();
    try {
      return new SpoolStatus(
          segments.bytes(),
          pending(),
          written,
          acknowledged.count(),
          dropped + segments.evicted(),
          waits);
    } finally {
      lock.unlock();
    }
  }

  /** Syncs what was put and writes the positions. */
  @Override
  public void close() throws IOException {
    lock.lock();
    try (guard) {
      if (failed == null) {
        sync();
        acknowledged.write();
      }
      segments.close();
    } finally {
      lock.unlock();
    }
  }
}
