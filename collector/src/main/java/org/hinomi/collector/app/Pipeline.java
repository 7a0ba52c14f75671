package org.hinomi.collector.app;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.DecodedSink;
import org.hinomi.collector.decode.Decoder;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.collector.journal.JournalReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the journal once, decodes and enriches, and hands each batch to every sink (record,
 * detect).
 *
 * <p>Each sink keeps its own position. One that fails is left out and tried again later, from where
 * it stands, while the others go on: a history that cannot be written must not silence the alerts.
 *
 * <p>A batch is read and decoded while the sinks still take the one before. While a burst comes in,
 * reading gives way to the journal for a while ({@link Courtesy}).
 *
 * <p>One thread runs {@link #run}; {@link #stop} may be called from any other.
 */
final class Pipeline implements Runnable {

  /** Opens the journal at a position. */
  interface Journal {
    JournalReader open(long fromPosition) throws IOException;
  }

  /**
   * A part that does not go on.
   *
   * @param part its class, or {@code journal} where that cannot be read
   * @param lasts since its first failure in a row
   */
  record Failure(String part, String reason, Duration lasts) {}

  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
  private static final long FIRST_RETRY_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long LAST_RETRY_NANOS = Duration.ofSeconds(30).toNanos();

  /**
   * Bytes of memory at which a batch is handed on. Two are held at a time, which fit into what the
   * collector of garbage copies young: larger ones went to the old, and filled it each second.
   */
  private static final long BATCH_BYTES = 4L << 20;

  /** What a field takes beside its text, about: an entry, an object, a header. */
  private static final int FIELD_BYTES = 128;

  private static final Duration WAIT = Duration.ofMillis(200);

  /**
   * Records that sinks take one after the other, in their order: together they would take all
   * processors.
   */
  private static final int FEW = 1000;

  private final Journal journal;
  private final Decoder decoder;
  private final UnaryOperator<List<Decoded>> enricher;
  private final List<Stage> stages;
  private final int batchRecords;
  private final long batchNanos;
  private final LongSupplier nanoClock;
  private final Courtesy courtesy;
  private final Retry reading = new Retry();
  private volatile boolean stopping;

  /**
   * @param batchRecords a batch is handed on when it has about this many records
   * @param batchTime or when its first record has waited this long and no more is there
   * @param pressed whether the journal takes in so much now that reading on would slow it
   * @param nanoClock monotonic, nanoseconds
   */
  Pipeline(
      Journal journal,
      Decoder decoder,
      UnaryOperator<List<Decoded>> enricher,
      List<DecodedSink> sinks,
      int batchRecords,
      Duration batchTime,
      BooleanSupplier pressed,
      LongSupplier nanoClock) {
    this.journal = journal;
    this.decoder = decoder;
    this.enricher = enricher;
    this.stages = sinks.stream().map(Stage::new).toList();
    this.batchRecords = batchRecords;
    this.batchNanos = batchTime.toNanos();
    this.nanoClock = nanoClock;
    this.courtesy = new Courtesy(pressed, nanoClock);
  }

  /** What fails now; thread-safe. */
  List<Failure> failures() {
    long now = nanoClock.getAsLong();
    return Stream.concat(
            Stream.of(reading.failure("journal", now)),
            stages.stream().map(s -> s.retry.failure(s.sink.getClass().getSimpleName(), now)))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Ends {@link #run} after the batch in hand. */
  void stop() {
    stopping = true;
  }

  @Override
  public void run() {
    while (!stopping) {
      try {
        follow();
        reading.succeeded();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (IOException | RuntimeException e) {
        // Whatever it is: without this thread nothing would reach the history or raise an alert.
        reading.failed(nanoClock.getAsLong(), e);
        LOG.atError()
            .setCause(e)
            .log(
                "Records of the journal cannot be read or enriched; trying again, nothing is lost");
        if (!reading.await()) {
          return;
        }
      }
    }
  }

  /** Reads on until a stage falls out or is due to come back. */
  private void follow() throws IOException, InterruptedException {
    List<Stage> active = stages.stream().filter(s -> s.retry.due(nanoClock.getAsLong())).toList();
    if (active.isEmpty()) {
      stages.getFirst().retry.await();
      return;
    }
    long from = active.stream().mapToLong(s -> s.sink.nextPosition()).min().orElseThrow();
    try (JournalReader reader = journal.open(from);
        Handover handover = new Handover(active)) {
      while (!stopping) {
        courtesy.giveWay(() -> stopping);
        List<Decoded> batch = readBatch(reader);
        boolean goOn =
            batch.isEmpty()
                ? !handover.failed()
                : handover.give(enricher.apply(batch), reader.nextPosition());
        if (!goOn) {
          return;
        }
        for (Stage stage : stages) {
          if (!active.contains(stage) && stage.retry.due(nanoClock.getAsLong())) {
            return;
          }
        }
      }
    }
  }

  /** The size is looked at after each chunk of the journal, which is small beside a batch. */
  private List<Decoded> readBatch(JournalReader reader) throws IOException, InterruptedException {
    List<Decoded> batch = new ArrayList<>();
    long[] bytes = new long[1];
    long firstAt = 0;
    boolean rested = false;
    while (!stopping && batch.size() < batchRecords && bytes[0] < BATCH_BYTES) {
      int read =
          reader.read(
              1,
              batch.isEmpty() ? WAIT : Duration.ZERO,
              record -> {
                Decoded decoded = decoder.decode(record);
                bytes[0] += size(decoded, record.length());
                batch.add(decoded);
              });
      if (read == 0) {
        long left = batchNanos - (nanoClock.getAsLong() - firstAt);
        if (batch.isEmpty() || rested || left <= 0) {
          break;
        }
        rested = true;
        // Not woken for each record: the processor is for what comes and for its answer.
        LockSupport.parkNanos(left);
      } else if (firstAt == 0) {
        firstAt = nanoClock.getAsLong();
      }
    }
    return batch;
  }

  /** About: the bytes as received, and again as text. */
  private static long size(Decoded decoded, int received) {
    int fields =
        switch (decoded) {
          case Event event -> event.fields().size();
          case SampleRound round -> round.samples().size();
        };
    return 2L * received + (long) FIELD_BYTES * fields;
  }

  /**
   * Hands batches to the sinks, each on a thread of its own, one batch at a time: while they take
   * one, the next is read and decoded.
   */
  private final class Handover implements AutoCloseable {
    private final List<Stage> active;
    private final ExecutorService takers;
    private List<Future<Boolean>> last = List.of();

    Handover(List<Stage> active) {
      this.active = active;
      takers =
          Executors.newFixedThreadPool(
              active.size(), Thread.ofPlatform().name("pipeline-sink-", 1).factory());
    }

    /**
     * Waits until the batch before is taken; false when it was not, so that this one is read again.
     */
    boolean give(List<Decoded> batch, long endPosition) throws InterruptedException {
      if (!result()) {
        return false;
      }
      last =
          batch.size() < FEW
              ? List.of(takers.submit(() -> take(active, batch, endPosition)))
              : active.stream()
                  .map(stage -> takers.submit(() -> take(List.of(stage), batch, endPosition)))
                  .toList();
      return true;
    }

    private boolean take(List<Stage> by, List<Decoded> batch, long endPosition) {
      boolean taken = true;
      for (Stage stage : by) {
        taken &= stage.accept(batch, endPosition, nanoClock.getAsLong());
      }
      return taken;
    }

    /** Whether a batch was not taken; false while it is still being taken. */
    boolean failed() throws InterruptedException {
      return last.stream().allMatch(Future::isDone) && !result();
    }

    /** Waits for all: a batch that one did not take is read again by that one alone. */
    private boolean result() throws InterruptedException {
      boolean taken = true;
      for (Future<Boolean> each : last) {
        try {
          taken &= each.get();
        } catch (ExecutionException e) {
          throw new IllegalStateException("a stage threw past its top", e.getCause());
        }
      }
      return taken;
    }

    /** Waits for the batch in hand. */
    @Override
    public void close() {
      takers.close();
    }
  }

  /** A sink and how it is doing. */
  private static final class Stage {
    private final DecodedSink sink;
    private final Retry retry = new Retry();

    Stage(DecodedSink sink) {
      this.sink = sink;
    }

    @SuppressWarnings("CatchAndPrintStackTrace")
    boolean accept(List<Decoded> batch, long endPosition, long now) {
      try {
        if (sink.nextPosition() < endPosition) {
          sink.accept(batch, endPosition);
        }
        retry.succeeded();
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      } catch (Exception e) { // a stage's top: whatever it is, the others go on
        retry.failed(now, e);
        LOG.atError()
            .addKeyValue("stage", sink.getClass().getSimpleName())
            .addKeyValue("position", sink.nextPosition())
            .addKeyValue("retry_seconds", retry.delayNanos / 1_000_000_000)
            .setCause(e)
            .log("A batch was not taken; nothing is lost, it is read again from the journal");
        return false;
      }
    }
  }

  /** Failures in a row: when the first was, and the reason of the last. */
  private record Streak(long since, String reason) {}

  /** Waits longer after each failure in a row. */
  private static final class Retry {
    private volatile long delayNanos;
    private volatile long dueAt;
    private volatile @Nullable Streak streak;

    boolean due(long now) {
      return delayNanos == 0 || now - dueAt >= 0;
    }

    void failed(long now, Exception reason) {
      Streak before = streak;
      String text = reason.getMessage();
      streak =
          new Streak(
              before == null ? now : before.since(),
              text == null ? reason.getClass().getSimpleName() : text);
      delayNanos = Math.clamp(delayNanos * 2, FIRST_RETRY_NANOS, LAST_RETRY_NANOS);
      dueAt = now + delayNanos;
    }

    Optional<Failure> failure(String part, long now) {
      Streak current = streak;
      return current == null
          ? Optional.empty()
          : Optional.of(
              new Failure(part, current.reason(), Duration.ofNanos(now - current.since())));
    }

    void succeeded() {
      streak = null;
      delayNanos = 0;
    }

    /** Waits a little; false when interrupted. */
    boolean await() {
      LockSupport.parkNanos(WAIT.toNanos());
      return !Thread.currentThread().isInterrupted();
    }
  }
}
