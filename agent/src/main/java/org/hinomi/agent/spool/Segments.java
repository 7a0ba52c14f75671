package org.hinomi.agent.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.hinomi.core.file.AtomicFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of a spool, the oldest first; the newest is written to. Guarded by the spool's lock.
 */
final class Segments implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Segments.class);

  /** For less the newest is not freed before it is full. */
  private static final int LITTLE = 256 << 10;

  /** A segment of samples alone takes long to fill; what is old goes by segments. */
  private static final long LONGEST_NANOS = Duration.ofDays(1).toNanos();

  /** So often is looked whether the clock jumped. */
  private static final long LOOK_NANOS = Duration.ofMinutes(1).toNanos();

  /** By less a clock is set, not moved. */
  private static final Duration JUMP = Duration.ofMinutes(1);

  private final Path directory;
  private final SpoolSettings settings;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Reserve reserve;
  private final Deque<Segment> all = new ArrayDeque<>();
  private long newestNanos;

  /** The clock as it was looked at last, and when that was. */
  private Instant seen;

  private long seenNanos;

  /** The last of all; asked for with each record. */
  private @Nullable Segment newest;

  /** Bytes of all but the newest. */
  private long olderBytes;

  private long evicted;
  private long fewer;

  /**
   * @param found those that are there
   * @param reserve for what must be written before any may go
   */
  Segments(
      Path directory,
      SpoolSettings settings,
      InstantSource clock,
      LongSupplier nanoTime,
      List<Segment> found,
      Reserve reserve) {
    this.reserve = reserve;
    this.directory = directory;
    this.settings = settings;
    this.clock = clock;
    this.nanoTime = nanoTime;
    all.addAll(found);
    count();
    newestNanos = nanoTime.getAsLong();
    seen = clock.instant();
    seenNanos = newestNanos;
  }

  /**
   * Begins a segment with sequences of their own.
   *
   * @param known the newest incarnation that is known besides
   */
  void renew(long known) throws IOException {
    long before = all.isEmpty() ? known : Math.max(known, newest().incarnation());
    long incarnation = Math.max(clock.millis(), before + 1);
    reserve.use(() -> all.addLast(Segment.create(directory, incarnation, 1)));
    count();
  }

  Segment oldest() {
    return all.getFirst();
  }

  Segment newest() {
    Segment last = newest;
    return last == null ? all.getLast() : last;
  }

  @Nullable Segment following(Segment segment) {
    boolean found = false;
    for (Segment each : all) {
      if (found) {
        return each;
      }
      found = each == segment;
    }
    return null;
  }

  long bytes() {
    return olderBytes + newest().size();
  }

  private void count() {
    newest = all.peekLast();
    olderBytes = 0;
    for (Segment segment : all) {
      olderBytes += segment == newest ? 0 : segment.size();
    }
  }

  /** Whether they are small enough for one more record. */
  boolean fits(SpoolEntry entry) {
    return bytes() + entry.message().length + 512 <= settings.maxBytes();
  }

  /**
   * Whether the newest is large or old enough to be followed by another one.
   *
   * @param now by {@code nanoTime}
   */
  boolean rotationIsDue(long now) {
    Segment newest = newest();
    return newest.size() >= settings.segmentBytes()
        || (now - newestNanos > LONGEST_NANOS && newest.next() > newest.first());
  }

  /** Follows the newest, which is synced, by another one. */
  Segment rotate() throws IOException {
    Segment before = newest();
    all.addLast(Segment.create(directory, before.incarnation(), before.next()));
    newestNanos = nanoTime.getAsLong();
    count();
    return newest();
  }

  /**
   * Follows the newest, though it is not full, where nothing of it is needed but what is still in
   * memory: that begins the next one.
   *
   * @return whether it is so, and freeing it gives the disk room
   */
  boolean moveOn(Acknowledgements acknowledged) throws IOException {
    Segment before = newest();
    long first = before.firstInMemory();
    if (before.inFile() < LITTLE || !acknowledged.has(before.incarnation(), first - 1)) {
      return false;
    }
    reserve.use(() -> all.addLast(Segment.create(directory, before.incarnation(), first)));
    all.getLast().takeOver(before);
    newestNanos = nanoTime.getAsLong();
    count();
    return true;
  }

  /** How many samples were evicted since the start. */
  long evicted() {
    return evicted;
  }

  /** How many records fewer are to be sent by that: gap records stand for some. */
  long fewer() {
    return fewer;
  }

  /**
   * Evicts the oldest samples.
   *
   * @param read the segment that is read: it and those before it stay
   * @return false where nothing is left to evict
   */
  boolean evictOldest(Segment read) throws IOException {
    Segment oldest = evictable(read);
    if (oldest == null) {
      return false;
    }
    evict(oldest, "spool-full");
    return true;
  }

  /** Moves the times of the segments with the clock, where that was not looked at for a while. */
  void followClock(long now) throws IOException {
    if (now - seenNanos >= LOOK_NANOS) {
      moveWithClock(now);
    }
  }

  /** Where the clock jumps nothing gets older: the times of the files jump with it. */
  private void moveWithClock(long now) throws IOException {
    Instant time = clock.instant();
    Duration jump = Duration.between(seen.plusNanos(now - seenNanos), time);
    Instant since = seen.plus(jump);
    seen = time;
    seenNanos = now;
    if (jump.abs().compareTo(JUMP) < 0) {
      return;
    }
    for (Segment each : all) {
      Instant written = Files.getLastModifiedTime(each.file()).toInstant();
      if (written.isBefore(since) || written.isAfter(time)) { // else since then, by the new clock
        Instant moved = written.plus(jump);
        Files.setLastModifiedTime(each.file(), FileTime.from(moved.isBefore(time) ? moved : time));
      }
    }
  }

  /**
   * Evicts the samples of segments that have not been written to for the longest time.
   *
   * @param now by {@code nanoTime}
   */
  void evictOld(Segment read, long now) throws IOException {
    moveWithClock(now);
    Instant before = clock.instant().minus(settings.maxAge());
    Segment oldest;
    while ((oldest = evictable(read)) != null
        && Files.getLastModifiedTime(oldest.file()).toInstant().isBefore(before)) {
      evict(oldest, "spool-age");
    }
  }

  /** The oldest segment with samples that nobody has read yet, and that is not written to. */
  private @Nullable Segment evictable(Segment read) {
    boolean unread = false;
    for (Segment each : all) {
      if (unread && each != newest() && !each.thin()) {
        return each;
      }
      unread |= each == read;
    }
    return null;
  }

  private void evict(Segment oldest, String reason) throws IOException {
    Eviction.Result result = Eviction.of(oldest, reason, clock.instant());
    oldest.release();
    if (result == null) {
      oldest.thin(true);
      return;
    }
    List<Segment> before = List.copyOf(all);
    all.clear();
    for (Segment each : before) {
      all.addLast(each == oldest ? result.segment() : each);
    }
    count();
    evicted += result.evicted();
    fewer += result.fewer();
    LOG.atWarn()
        .addKeyValue("spool", directory)
        .addKeyValue("samples", result.evicted())
        .addKeyValue("reason", reason)
        .log("The oldest samples are dropped; a gap is reported.");
    AtomicFile.syncDirectory(directory);
  }

  /**
   * Deletes segments that are acknowledged to the end; the newest stays, it keeps the count.
   *
   * @return whether there were any
   */
  boolean free(Segment read, Acknowledgements acknowledged) throws IOException {
    boolean freed = false;
    try {
      while (all.size() > 1 && oldest() != read && isDone(oldest(), acknowledged)) {
        if (!freed) {
          // Or a crash would find the acknowledged segments missing.
          reserve.use(acknowledged::write);
          freed = true;
        }
        oldest().delete(); // where that fails it stays, and is tried again
        all.removeFirst();
      }
    } finally {
      if (freed) {
        count();
      }
    }
    if (freed) {
      AtomicFile.syncDirectory(directory);
      reserve.keep();
    }
    return freed;
  }

  private static boolean isDone(Segment segment, Acknowledgements acknowledged) {
    return segment.next() == segment.first()
        || acknowledged.has(segment.incarnation(), segment.next() - 1);
  }

  @Override
  public void close() throws IOException {
    for (Segment segment : all) {
      segment.close();
    }
  }
}
