package org.hinomi.agent.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.hinomi.core.event.AgentFrame;
import org.junit.jupiter.api.io.TempDir;

/** A folder, a clock and records for tests of the spool. */
abstract class SpoolFixture {
  static final Instant T0 = Instant.parse("2026-01-02T03:04:05.123456789Z");
  static final SpoolSettings SMALL = new SpoolSettings(4 * 4096, 4096);

  @TempDir Path state;
  final AtomicLong nanos = new AtomicLong();

  /** Runs whenever the spool asks for the time, which it does before it writes. */
  volatile Runnable inside = () -> {};

  Spool open(SpoolSettings settings) throws IOException {
    return Spool.open(state, settings, () -> T0, this::time, new Random(1));
  }

  private long time() {
    inside.run();
    return nanos.get();
  }

  /** Closes the file under the next write, as a disk that takes nothing. */
  void breakDisk() {
    inside = () -> Thread.currentThread().interrupt();
  }

  /** The disk would take something again, were the file open; clears the interrupt. */
  void endBreakingDisk() {
    inside = () -> {};
    assertThat(Thread.interrupted()).isTrue();
  }

  static Spooled taken(Spool spool) throws IOException, InterruptedException {
    return requireNonNull(spool.take(Duration.ZERO), "nothing to take");
  }

  static String text(Spooled spooled) {
    return new String(spooled.entry().message(), UTF_8);
  }

  List<Path> segments() throws IOException {
    return allFiles().stream().filter(file -> file.toString().endsWith(".spool")).toList();
  }

  List<Path> allFiles() throws IOException {
    try (var files = Files.list(state.resolve("spool"))) {
      return files.filter(file -> !file.endsWith("lock")).sorted().toList();
    }
  }

  static SpoolEntry line(String source, String text) {
    return entry(source, "", "", text);
  }

  static SpoolEntry positioned(String source, String stream, String position) {
    return entry(source, stream, position, "line at " + position);
  }

  static SpoolEntry entry(String source, String stream, String position, String text) {
    return new SpoolEntry(
        source,
        stream,
        position,
        AgentFrame.MSGID_EVENT,
        AgentFrame.KIND_LINE,
        T0,
        1,
        5,
        "app",
        null,
        Map.of(),
        text.getBytes(UTF_8));
  }
}
