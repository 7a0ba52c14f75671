package org.hinomi.collector.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.ChildJvm;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.core.sample.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process while it records samples and rolls them up, again and again. */
class RollUpKillIT {
  private static final int BATCH = 500;
  private static final long HOUR = 3_600_000_000L;

  /** So late that blocks are over: they are put in order while the kill comes. */
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-29T00:00:00Z"));

  private static final SampleRetention KEPT =
      new SampleRetention(Duration.ofDays(100), Duration.ofDays(100), Duration.ofDays(100));

  @TempDir Path dir;

  @Test
  void countsNothingTwice() throws Exception {
    long before = 0;
    for (int round = 0; round < 5; round++) {
      Process writer =
          new ProcessBuilder(ChildJvm.line(Writer.class, List.of(), dir.toString()))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      long committed = 0;
      try (BufferedReader lines = writer.inputReader(StandardCharsets.UTF_8)) {
        for (int i = 0; i < 10 + round * 9; i++) {
          committed = Long.parseLong(lines.readLine());
        }
        writer.destroyForcibly().waitFor();
      }
      try (HotIndex index = open(dir)) {
        // As the pipeline does: on from where the history is, whatever it holds beyond.
        long next = index.nextPosition();
        index.accept(batch(next), next + BATCH);
        check(index.history());
        index.upkeep(KEPT);
        check(index.history());
        assertThat(index.history().status().samples())
            .isGreaterThanOrEqualTo(committed - 1)
            .isGreaterThan(before);
        before = index.history().status().samples();
      }
    }
  }

  /** Each position once, and each hour with the numbers of its samples. */
  private static void check(History history) throws IOException {
    Map<Long, StoredSample.Step> hours = new HashMap<>();
    List<Double> values = new ArrayList<>();
    for (StoredSample sample : TestRecords.samples(history, null, 0)) {
      double value = ((StoredSample.Value) sample).value();
      values.add(value);
      hours.merge(
          Math.floorDiv(sample.timeMicros(), HOUR) * HOUR,
          new StoredSample.Step(
              Math.floorDiv(sample.timeMicros(), HOUR) * HOUR,
              sample.host(),
              sample.metric(),
              sample.attributes(),
              value,
              value,
              value,
              value,
              1),
          (a, b) ->
              new StoredSample.Step(
                  a.timeMicros(),
                  a.host(),
                  a.metric(),
                  a.attributes(),
                  a.min(),
                  b.max(),
                  (a.min() + b.max()) / 2,
                  b.last(),
                  a.count() + 1));
    }
    assertThat(values).doesNotHaveDuplicates();
    assertThat(values.getLast()).isEqualTo(values.size());
    assertThat(TestRecords.samples(history, null, HOUR))
        .containsExactlyInAnyOrderElementsOf(hours.values());
  }

  /** The value is the position, and so are the seconds. */
  private static List<Decoded> batch(long first) {
    List<Decoded> batch = new ArrayList<>();
    for (long position = first; position < first + BATCH; position++) {
      batch.add(TestRecords.round(position, null, Sample.of("m", Map.of(), position)));
    }
    return batch;
  }

  private static HotIndex open(Path dir) throws IOException {
    return new HotIndex(dir, HotSettings.COLLECTOR, CLOCK, new PrometheusRegistry(), () -> 1);
  }

  /** Writes batches until it is killed, says how far it has come, and rolls up beside. */
  static final class Writer {
    public static void main(String[] args) throws IOException {
      HotIndex index = open(Path.of(args[0]));
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                try {
                  while (true) {
                    index.upkeep(KEPT);
                  }
                } catch (IOException e) {
                  e.printStackTrace();
                  Runtime.getRuntime().halt(1);
                }
              });
      while (true) {
        long first = index.nextPosition();
        index.accept(batch(first), first + BATCH);
        System.out.println(index.nextPosition());
      }
    }
  }
}
