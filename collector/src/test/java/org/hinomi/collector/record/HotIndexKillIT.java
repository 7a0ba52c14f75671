package org.hinomi.collector.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process in the middle of writing, again and again. */
class HotIndexKillIT {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T01:00:00Z"));

  @TempDir Path dir;

  @Test
  void losesAndRepeatsNothing() throws Exception {
    for (int round = 0; round < 4; round++) {
      Process writer =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Writer.class.getName(),
                  dir.toString())
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
        assertThat(index.nextPosition()).isGreaterThanOrEqualTo(committed);
        List<Long> positions = TestRecords.positions(index.history(), new Condition.All());
        assertThat(positions.reversed())
            .isEqualTo(LongStream.range(1, index.nextPosition()).boxed().toList());
      }
    }
  }

  private static HotIndex open(Path dir) throws IOException {
    return new HotIndex(dir, HotSettings.DEFAULT, CLOCK, new PrometheusRegistry(), () -> 1);
  }

  /** Writes batches until it is killed, and says how far it has come after each. */
  static final class Writer {
    /** More than the appender hands over at a time, so that a kill may fall between. */
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
