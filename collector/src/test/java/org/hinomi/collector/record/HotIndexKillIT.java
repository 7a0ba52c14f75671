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
import java.util.List;
import java.util.stream.LongStream;
import org.hinomi.collector.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process in the middle of writing, again and again. */
class HotIndexKillIT {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T01:00:00Z"));

  private static final HotSettings SMALL_PARTS =
      new HotSettings(256L << 20, 1, Duration.ofSeconds(60), 4_000);

  @TempDir Path dir;

  @Test
  void losesAndRepeatsNothing() throws Exception {
    for (int round = 0; round < 4; round++) {
      Process writer =
          new ProcessBuilder(ChildJvm.line(Writer.class, List.of(), dir.toString()))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      long committed = 0;
      try (BufferedReader lines = writer.inputReader(StandardCharsets.UTF_8)) {
        for (int i = 0; i < 3 + round * 7; i++) {
          committed = Long.parseLong(lines.readLine());
        }
        writer.destroyForcibly().waitFor();
      }
      try (HotIndex index = open(dir)) {
        // What is not in a part yet comes again from the journal.
        long next = index.nextPosition();
        assertThat(TestRecords.positions(index.history(), new Condition.All()))
            .hasSizeGreaterThanOrEqualTo((int) committed - 1 - 2 * Writer.BATCH);
        int again = (int) Math.max(0, committed - next);
        index.accept(TestRecords.plain(next, again), next + again);
        List<Long> positions = TestRecords.positions(index.history(), new Condition.All());
        assertThat(positions.reversed())
            .isEqualTo(LongStream.rangeClosed(1, positions.size()).boxed().toList());
        assertThat(positions).hasSizeGreaterThanOrEqualTo((int) committed - 1);
      }
    }
  }

  private static HotIndex open(Path dir) throws IOException {
    return new HotIndex(dir, SMALL_PARTS, CLOCK, new PrometheusRegistry(), () -> 1);
  }

  /** Writes batches until it is killed, and says how far it has come after each. */
  static final class Writer {
    /** More than a part, so that each batch turns the one before into one. */
    private static final int BATCH = 5_000;

    public static void main(String[] args) throws IOException {
      HotIndex index = open(Path.of(args[0]));
      while (true) {
        long first = index.nextPosition();
        index.accept(TestRecords.plain(first, BATCH), first + BATCH);
        System.out.println(index.nextPosition());
      }
    }
  }
}
