package org.hinomi.collector.journal;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.hinomi.collector.journal.PendingChunks.Pending;
import org.hinomi.collector.journal.Tail.Durable;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.Intake;
import org.hinomi.collector.receive.Pauses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of one history: an append-only row of segment files (docs/journal.md). Chunks that
 * wait are written together, synced together, and only then acknowledged. Thread-safe; one process
 * at a time.
 */
public final class SegmentedJournal implements Intake, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentedJournal.class);

  private final Path dir;
  private final JournalLock lock;
  private final Tail tail;
  private final PendingChunks pending;
  private final JournalMetrics metrics;
  private final Pressure pressure = new Pressure();
  private final JournalWriter writing;
  private final Thread writer;
  private final int maxEntryBytes;

  private SegmentedJournal(
      JournalSettings settings,
      JournalLock lock,
      Tail tail,
      ActiveSegment active,
      Hash head,
      SegmentAllocator allocator,
      LongSupplier epochNanos,
      PrometheusRegistry registry,
      Pauses pauses,
      long slowNanos) {
    this.dir = settings.dir();
    this.lock = lock;
    this.tail = tail;
    this.pending = new PendingChunks(settings.maxPendingBytes());
    this.metrics = new JournalMetrics(registry);
    this.maxEntryBytes = JournalWriter.groupBytes(settings) - JournalFormat.COMMIT_LENGTH;
    metrics.watch(pending::bytes, this::nextPosition, () -> tail.segments().size());
    writing =
        new JournalWriter(
            settings,
            pending,
            tail,
            allocator,
            epochNanos,
            metrics,
            pressure,
            new Calm(pressure, slowNanos),
            pauses,
            active,
            head);
    writer =
        Thread.ofPlatform()
            .daemon()
            .name("journal-writer")
            .start(new JournalThread(pending, writing));
  }

  /**
   * Opens the journal, or begins one where there is none; cuts off what a crash left half written.
   *
   * @param nextAtLeast no record gets a position below this: one more than what any consumer has
   *     already seen, or 1
   * @param epochNanos gives nanoseconds since 1970-01-01T00:00Z
   * @throws IOException where another process has it open, the disk refuses, or a newer program
   *     wrote it
   */
  public static SegmentedJournal open(
      JournalSettings settings,
      long nextAtLeast,
      LongSupplier epochNanos,
      PrometheusRegistry registry)
      throws IOException {
    Pauses untold = new Pauses(InstantSource.system(), System::nanoTime);
    return open(settings, nextAtLeast, epochNanos, registry, untold);
  }

  /**
   * The same.
   *
   * @param pauses told when the disk refuses, and when it no longer does
   */
  public static SegmentedJournal open(
      JournalSettings settings,
      long nextAtLeast,
      LongSupplier epochNanos,
      PrometheusRegistry registry,
      Pauses pauses)
      throws IOException {
    return open(settings, nextAtLeast, epochNanos, registry, pauses, Calm.SLOW_NANOS);
  }

  /**
   * The same.
   *
   * @param slowNanos a disk that took longer is not waited for by an event loop
   */
  static SegmentedJournal open(
      JournalSettings settings,
      long nextAtLeast,
      LongSupplier epochNanos,
      PrometheusRegistry registry,
      Pauses pauses,
      long slowNanos)
      throws IOException {
    JournalLock lock = JournalLock.take(settings.dir());
    try {
      SegmentAllocator allocator = new SegmentAllocator(settings);
      Files.deleteIfExists(allocator.file());
      TreeMap<Long, Path> segments = JournalFormat.segments(settings.dir());
      Recovery recovered =
          segments.isEmpty()
              ? Recovery.begin(settings.dir(), Math.max(1, nextAtLeast), allocator, epochNanos)
              : Recovery.of(segments, settings.segmentBytes());
      if (recovered.nextPosition() < nextAtLeast) {
        LOG.atWarn()
            .addKeyValue("from", recovered.nextPosition())
            .addKeyValue("to", nextAtLeast - 1)
            .log("The journal has lost records that were read from it before.");
        recovered.active().close();
        recovered =
            Recovery.goOn(settings.dir(), nextAtLeast, recovered.head(), allocator, epochNanos);
      }
      Durable durable = recovered.active().durable(recovered.nextPosition());
      segments.put(
          durable.segment(), settings.dir().resolve(JournalFormat.fileName(durable.segment())));
      return new SegmentedJournal(
          settings,
          lock,
          new Tail(segments, durable),
          recovered.active(),
          recovered.head(),
          allocator,
          epochNanos,
          registry,
          pauses,
          slowNanos);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Reads a journal that no program has open, or what a running one has written so far. */
  public static JournalReader openStopped(Path dir, long fromPosition) throws IOException {
    return new SegmentReader(stoppedTail(dir), fromPosition, count -> {});
  }

  /** Position of the oldest record in {@code dir}; {@link Long#MAX_VALUE}: there is none. */
  public static long firstPosition(Path dir) throws IOException {
    NavigableMap<Long, Path> segments = JournalFormat.segments(dir);
    return segments.isEmpty() ? Long.MAX_VALUE : segments.firstKey();
  }

  static Tail stoppedTail(Path dir) throws IOException {
    NavigableMap<Long, Path> segments = JournalFormat.segments(dir);
    if (segments.isEmpty()) {
      throw new IOException(
          dir + ": no journal (expected: files like " + JournalFormat.fileName(1) + ")");
    }
    Map.Entry<Long, Path> last = segments.lastEntry();
    SegmentScan.Result scan =
        SegmentScan.scan(last.getValue(), last.getKey(), null, Long.MAX_VALUE);
    return new Tail(segments, new Durable(last.getKey(), scan.endOffset(), scan.nextPosition()));
  }

  @Override
  public boolean writable() {
    return pending.writable();
  }

  @Override
  public void whenWritable(Runnable resume) {
    pending.whenWritable(resume);
  }

  @Override
  public boolean offer(Chunk chunk, Commit whenSynced) {
    int entryLength = GroupEncoder.entryLength(chunk);
    if (entryLength > maxEntryBytes) {
      throw new IllegalArgumentException(
          "chunk of " + entryLength + " bytes (expected: at most " + maxEntryBytes + ")");
    }
    checkRecords(chunk);
    Executor loop = whenSynced.loop();
    boolean onLoop = loop != null && writing.leavesToLoop(chunk, System.nanoTime());
    if (!pending.offer(new Pending(chunk, entryLength, whenSynced), !onLoop)) {
      return false;
    }
    if (loop != null && onLoop) {
      try {
        // Behind all that the loop has read by now: senders that come together share a sync.
        loop.execute(() -> writing.writeOn(loop));
      } catch (RejectedExecutionException stopping) {
        pending.wake();
      }
    }
    return true;
  }

  /**
   * Why the disk takes nothing at present, as it said last; empty: it does.
   *
   * @throws IllegalStateException where it never will again: the writer has stopped
   */
  public Optional<IOException> refusal() {
    IOException failure = writing.failure();
    if (!writer.isAlive()) {
      throw new IllegalStateException("the journal's writer has stopped", failure);
    }
    return Optional.ofNullable(failure);
  }

  /**
   * Reads from {@code fromPosition} on and follows what is appended.
   *
   * @throws IOException where the journal does not hold that position (dropped, or never written)
   */
  public JournalReader openReader(long fromPosition) throws IOException {
    return new SegmentReader(tail, fromPosition, metrics::damaged);
  }

  /** Position of the oldest record that is still there. */
  public long firstPosition() {
    return tail.segments().firstKey();
  }

  /** How many segment files there are. */
  public int segments() {
    return tail.segments().size();
  }

  /** What the segment files take, in bytes; the newest is laid out in full before it is filled. */
  public long bytes() throws IOException {
    long bytes = 0;
    for (Path segment : List.copyOf(tail.segments().values())) {
      bytes += Files.size(segment);
    }
    return bytes;
  }

  /**
   * What was taken in during the last moments, averaged, in bytes a second; those of datagrams,
   * which do not wait, count several times.
   */
  public double pressure() {
    return pressure.bytesPerSecond(System.nanoTime());
  }

  /** Position that the next durable record gets: all below are durable. */
  public long nextPosition() {
    return tail.durable().nextPosition();
  }

  /** When the newest record was received; empty where none is left, or it cannot be read. */
  public Optional<Instant> newest() {
    long position = nextPosition() - 1;
    if (position < firstPosition()) {
      return Optional.empty();
    }
    List<Instant> received = new ArrayList<>(1);
    // Not counted as damage where it is some: who reads on from there counts it.
    try (JournalReader reader = new SegmentReader(tail, position, count -> {})) {
      int unused =
          reader.read(
              1,
              Duration.ZERO,
              record -> received.add(Instant.EPOCH.plusNanos(record.receivedNanos())));
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("position", position)
          .setCause(e)
          .log("The newest record cannot be read.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return received.stream().findFirst();
  }

  /**
   * Deletes the oldest segments, all of whose records stand before {@code position}, as long as the
   * files take more than {@code keepBytes}; never the newest.
   *
   * @return how many files went
   */
  public int dropBefore(long position, long keepBytes) throws IOException {
    int dropped = 0;
    long bytes = bytes();
    while (bytes > keepBytes) {
      Map.Entry<Long, Path> oldest = tail.segments().firstEntry();
      Long following = tail.segments().higherKey(oldest.getKey());
      if (following == null || following > position) {
        break;
      }
      tail.segments().remove(oldest.getKey());
      bytes -= Files.size(oldest.getValue());
      Files.deleteIfExists(oldest.getValue());
      dropped++;
    }
    if (dropped > 0) {
      JournalFormat.syncDirectory(dir);
    }
    return dropped;
  }

  /** Checks the segments from the one that holds {@code fromPosition} up to what is durable now. */
  public JournalVerifier.Report verify(long fromPosition) throws IOException {
    return JournalVerifier.verify(tail, fromPosition);
  }

  /** Takes nothing more, writes what waits, and lets go of the files. */
  @Override
  public void close() throws IOException {
    pending.close();
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    lock.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A chunk whose count is wrong would shift every later position; it must not get in. */
  private static void checkRecords(Chunk chunk) {
    byte[] records = chunk.records();
    int end = chunk.length();
    long at = 0;
    int count = 0;
    while (at + 5 <= end) {
      int length = JournalFormat.intAt(records, (int) at);
      int flags = records[(int) at + 4];
      at +=
          5L
              + ((flags & Chunk.TRUNCATED) != 0 ? 4 : 0)
              + ((flags & Chunk.FAULT) != 0 ? 1 : 0)
              + ((flags & Chunk.SHARED) != 0 ? 2 : 0);
      at += length < 0 ? end : length;
      count++;
    }
    if (at != end || count != chunk.count() || count == 0) {
      throw new IllegalArgumentException(
          "chunk of "
              + chunk.count()
              + " records in "
              + end
              + " bytes (found: "
              + count
              + " records in "
              + at
              + " bytes)");
    }
  }
}
