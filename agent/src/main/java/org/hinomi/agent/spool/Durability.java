package org.hinomi.agent.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much of the newest segment lies in memory, with the system and on disk, and whether the disk
 * does what it should. Guarded by the spool's lock.
 */
final class Durability {
  private static final Logger LOG = LoggerFactory.getLogger(Durability.class);

  /** The longest time that a record lies unsynced while nobody takes. */
  private static final long SYNC_NANOS = 1_000_000_000L;

  /** The longest time that what a source can read again lies in memory while nobody takes. */
  private static final long FLUSH_NANOS = 500_000_000L;

  private final Path directory;
  private final Segments segments;
  private final Recent recent;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock;
  private final long together;

  /** Since when something is unsynced; only where it is. */
  private long unsyncedFrom;

  private long syncedNanos;
  private long flushedNanos;
  private boolean trouble;
  private @Nullable IOException failed;

  /**
   * @param recent gets what is given to the system
   * @param lock the spool's
   * @param together nanoseconds from one sync to the next, unless there is much
   */
  Durability(
      Path directory,
      Segments segments,
      Recent recent,
      LongSupplier nanoTime,
      ReentrantLock lock,
      long together) {
    this.directory = directory;
    this.segments = segments;
    this.recent = recent;
    this.nanoTime = nanoTime;
    this.lock = lock;
    this.together = together;
    flushedNanos = nanoTime.getAsLong();
    syncedNanos = flushedNanos - together;
  }

  /** The disk takes nothing now; said once. */
  void trouble(IOException e) {
    if (!trouble) {
      trouble = true;
      LOG.atWarn()
          .addKeyValue("spool", directory)
          .setCause(e)
          .log("The spool cannot be written; sources wait, samples are dropped and counted.");
    }
  }

  boolean inTrouble() {
    return trouble;
  }

  /** The disk took something. */
  void well() {
    trouble = false;
  }

  /** What is there cannot be known any more, but by a start. */
  void fail(IOException why) {
    failed = why;
  }

  boolean hasFailed() {
    return failed != null;
  }

  /** Throws where only a start helps. */
  void requireSound() {
    if (failed != null) {
      throw new UncheckedIOException(
          new IOException(directory + ": the disk failed; restart the agent", failed));
    }
  }

  boolean isUnsynced() {
    return segments.newest().size() > segments.newest().synced();
  }

  /** Whether so much is unsynced that it need not wait for more. */
  boolean areMany() {
    return segments.newest().size() - segments.newest().synced() >= SpoolSettings.MANY_BYTES;
  }

  /** Whether what lies in memory must not lie there longer. */
  boolean flushIsDue(long now) {
    return now - flushedNanos > FLUSH_NANOS;
  }

  /** Whether what is unsynced must not be so longer. */
  boolean syncIsDue(long now) {
    return isUnsynced() && now - unsyncedFrom > SYNC_NANOS;
  }

  /** The first record since a sync was put. */
  void unsyncedFrom(long now) {
    unsyncedFrom = now;
  }

  /** Nanoseconds until what was put may be synced together; 0 or less where it may now. */
  long untilDue() {
    return areMany() ? 0 : syncedNanos + together - nanoTime.getAsLong();
  }

  /** Gives to the system what lies in memory, as one block. */
  void flush() throws IOException {
    Segment newest = segments.newest();
    long from = newest.inFile();
    Map<StreamKey, String> positions = newest.flush();
    if (newest.inFile() > from) {
      recent.written(from, newest.inFile(), newest.next(), positions);
    }
    flushedNanos = nanoTime.getAsLong();
  }

  /**
   * After a failed fsync the kernel may have dropped the pages (fsync(2)); what was appended can no
   * longer be called durable, and only a fresh start knows what is there.
   */
  void sync() throws IOException {
    if (!isUnsynced()) {
      return;
    }
    Segment last = segments.newest();
    flush();
    try {
      last.force();
    } catch (IOException e) {
      failed = e;
      throw e;
    }
    last.synced(last.inFile());
    syncedNanos = nanoTime.getAsLong();
  }

  /**
   * One sync for all that was put before, during which more may be put. Where the disk takes
   * nothing now it is for what the file has; false where that is durable.
   */
  @SuppressWarnings("LockNotBeforeTry") // whoever calls unlocks
  boolean makeDurable() throws IOException {
    Segment last = segments.newest();
    try {
      flush();
    } catch (IOException e) {
      trouble(e);
      if (last.inFile() == last.synced()) {
        return false;
      }
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
}
