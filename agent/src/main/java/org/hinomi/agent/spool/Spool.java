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
import java.util.HashMap;
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
 * <p>Any thread may put; one thread takes and acknowledges.
 */
public final class Spool implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

  /** The longest time that a record lies unsynced while nobody takes. */
  private static final long SYNC_NANOS = 1_000_000_000L;

  private static final long RETRY_MILLIS = 1000;

  /** Records that follow each other closer are written together. */
  private static final long HOT_NANOS = 5_000_000L;

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
  private final Map<StreamKey, String> spooledStreams;
  private final Gaps gaps = new Gaps();
  private final int damages;

  /** Records that the start found not acknowledged. */
  private final long pendingBefore;

  private final ReadEnd read;
  private long unsyncedFrom;
  private boolean unsynced;

  /** Of the newest segment: the first record that is not durable. */
  private long syncedNext;

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
    Recovery found = Recovery.of(directory);
    segments = new Segments(directory, settings, clock, nanoTime, found.segments());
    acknowledged = new Acknowledgements(directory, found.positions(), nanoTime);
    spooledStreams = found.streams();
    pendingBefore = found.pending();
    damages = found.damage().size();
    if (!found.continues()) {
      segments.renew(acknowledged.incarnation());
    }
    read = new ReadEnd(segments);
    syncedNext = segments.newest().next();
    flushedNanos = nanoTime.getAsLong();
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
      append(Gaps.damage(clock.instant(), what));
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
   * spooled twice. Keys are stream names. Asked once, before the source starts.
   */
  public Map<String, String> positions(String source) {
    lock.lock();
    try {
      Map<String, String> positions = new HashMap<>();
      spooledStreams.forEach(
          (key, position) -> {
            if (key.source().equals(source)) {
              positions.put(key.stream(), position);
            }
          });
      return positions;
    } finally {
      lock.unlock();
    }
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
      while (!tryAppend(entry)) {
        if (!waited) {
          waited = true;
          waits++;
        }
        room.await(RETRY_MILLIS, MILLISECONDS);
      }
      Segment last = segments.newest();
      return new Identity(agentId, last.incarnation(), last.next() - 1);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a record over if there is room. If not it is dropped, counted, and reported by a gap
   * record as soon as there is room again.
   *
   * @return whether it was taken
   */
  public boolean offer(SpoolEntry entry) {
    lock.lock();
    try {
      if (tryAppend(entry)) {
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
   * Takes a record over if there is room; if not, it stays the caller's and is no gap.
   *
   * @return whether it was taken
   */
  public boolean tryPut(SpoolEntry entry) {
    lock.lock();
    try {
      return tryAppend(entry);
    } finally {
      lock.unlock();
    }
  }

  /** Appends, gaps to be reported first; false where there is no room or the disk refuses. */
  private boolean tryAppend(SpoolEntry entry) {
    requireSound();
    try {
      SpoolEntry gap;
      while ((gap = gaps.oldest(clock.instant())) != null) {
        if (!hasRoom(gap)) {
          return false;
        }
        append(gap);
        gaps.reported();
      }
      if (!hasRoom(entry)) {
        return false;
      }
      append(entry);
      diskTrouble = false;
      return true;
    } catch (IOException e) {
      trouble(e);
      return false;
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
    while (pending() > 0 && !segments.fits(entry)) {
      if (!segments.evictOldest(read.segment())) {
        return false;
      }
    }
    return true;
  }

  private void append(SpoolEntry entry) throws IOException {
    Segment last = segments.newest();
    if (segments.rotationIsDue()) {
      sync();
      if (last != read.segment()) {
        last.release();
      }
      last = segments.rotate();
      free();
      segments.evictOld(read.segment());
    }
    last.append(entry);
    long now = nanoTime.getAsLong();
    boolean syncIsDue = unsynced && now - unsyncedFrom > SYNC_NANOS;
    if (syncIsDue || now - flushedNanos > HOT_NANOS) {
      try {
        last.flush();
      } catch (IOException e) {
        last.takeBack();
        throw e;
      }
      flushedNanos = now;
    }
    written++;
    if (!entry.position().isEmpty()) {
      spooledStreams.put(new StreamKey(entry.source(), entry.stream()), entry.position());
    }
    if (!unsynced) {
      unsynced = true;
      unsyncedFrom = now;
    } else if (syncIsDue) {
      sync();
    }
    arrived.signal();
  }

  /**
   * After a failed fsync the kernel may have dropped the pages (fsync(2)); what was appended can no
   * longer be called durable, and only a fresh start knows what is there.
   */
  private void sync() throws IOException {
    if (!unsynced) {
      return;
    }
    Segment last = segments.newest();
    last.flush();
    try {
      last.force();
      unsynced = false;
      syncedNext = last.next();
    } catch (IOException e) {
      failed = e;
      throw e;
    }
  }

  private void requireSound() {
    if (failed != null) {
      throw new UncheckedIOException(
          new IOException(directory + ": the disk failed; restart the agent", failed));
    }
  }

  /**
   * The next record that was not yet given out since the start, durable.
   *
   * @return null where none came within the time
   * @throws IOException where the spool cannot be read or synced
   */
  public @Nullable Spooled take(Duration timeout) throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = timeout.toNanos();
      while (true) {
        requireSound();
        Spooled next = next();
        if (next != null) {
          return next;
        }
        if (left <= 0) {
          rest();
          return null;
        }
        left = arrived.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Spooled next() throws IOException {
    while (read.hasNext()) {
      Segment segment = read.segment();
      if (segment == segments.newest() && read.sequence() >= syncedNext && !durable()) {
        return null;
      }
      Segment.Record record = read.next();
      if (record == null) {
        failed = new IOException(segment.file() + ": record " + read.sequence() + " is damaged");
        throw failed;
      }
      if (!Eviction.isMark(record.entry())
          && !acknowledged.has(segment.incarnation(), record.sequence())) {
        acknowledged.expect(segment.incarnation(), record.sequence(), record.entry());
        return new Spooled(
            new Identity(agentId, segment.incarnation(), record.sequence()), record.entry());
      }
    }
    return null;
  }

  /** Nothing comes: writes what waits to be; where the disk takes nothing now, the next time. */
  private void rest() throws IOException {
    if (durable()) {
      try {
        acknowledged.writeIfDue(true);
      } catch (IOException e) {
        trouble(e);
      }
    }
  }

  /** One sync for all that was put before; false where the disk takes nothing now. */
  private boolean durable() throws IOException {
    try {
      segments.newest().flush();
    } catch (IOException e) {
      trouble(e);
      return false;
    }
    sync();
    return true;
  }

  /**
   * Gives to the system what was put: what others are told of is to be there after a kill. Where
   * the disk takes nothing, it is tried again with the next record.
   */
  public void flush() {
    lock.lock();
    try {
      segments.newest().flush();
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
    lock.lock();
    try {
      acknowledged.acknowledge(identity);
      free();
      acknowledged.writeIfDue(false);
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
