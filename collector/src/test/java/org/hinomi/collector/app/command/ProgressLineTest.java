package org.hinomi.collector.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private static final long TOTAL = 100 << 20;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private long nanos;

  private ProgressLine progress(boolean terminal) {
    Caller caller =
        new Caller(Map.of(), Language.EN, InstantSource.system(), ZoneOffset.UTC, err, err);
    return new ProgressLine(
        "import",
        caller.texts(),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        terminal,
        TOTAL,
        () -> nanos);
  }

  /** A quarter each time, and a million records. */
  private void goOn(ProgressLine progress, Duration took) {
    nanos += took.toNanos();
    progress.records(1_000_000);
    progress.read(TOTAL / 4);
  }

  private String shown() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aTerminalShowsABarThatGoesAway() {
    ProgressLine progress = progress(true);
    goOn(progress, Duration.ofMillis(100));
    assertThat(shown()).isEmpty();
    goOn(progress, Duration.ofMillis(1900));
    assertThat(shown())
        .startsWith("\r\u001b[K[" + "#".repeat(6) + "-".repeat(18) + "] 25% 25.0 of 100.0 MiB, ")
        .contains("1000000 records/s");
    progress.end();
    assertThat(shown()).endsWith("\r\u001b[K");
  }

  @Test
  void elsewhereALineIsWrittenEveryTenSeconds() {
    ProgressLine progress = progress(false);
    goOn(progress, Duration.ofSeconds(9));
    assertThat(shown()).isEmpty();
    goOn(progress, Duration.ofSeconds(1));
    assertThat(shown())
        .isEqualToNormalizingNewlines(
            "hinomi import: 25% 25.0 of 100.0 MiB, 200000 records/s, 30 s left\n");
    goOn(progress, Duration.ofSeconds(9));
    assertThat(shown().lines()).hasSize(1);
  }
}
