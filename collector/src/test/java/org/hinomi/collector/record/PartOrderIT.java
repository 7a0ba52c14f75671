package org.hinomi.collector.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.hinomi.collector.receive.Peers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * strace(1) sees a part synced before it gets its name, the folder synced before the manifest names
 * the part, and the manifest synced before anything that it makes superfluous is deleted.
 */
class PartOrderIT {
  private static final Pattern NAMED = Pattern.compile("rename(at2?)?\\(.*unfinished\\.tmp.*part-");
  private static final Pattern DELETED = Pattern.compile("unlink(at)?\\(.*part-\\d+\\.parquet");

  @TempDir Path dir;

  @Test
  void eachStepIsDurableBeforeTheNext() throws Exception {
    String strace = Peers.program("strace", "strace");
    Path trace = dir.resolve("trace");
    Process writer =
        new ProcessBuilder(
                strace,
                "-f",
                "-y",
                "-s",
                "200",
                "-e",
                "trace=pwrite64,fdatasync,fsync,rename,renameat,renameat2,unlink,unlinkat",
                "-o",
                trace.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                dir.resolve("data").toString())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("out").toFile())
            .start();
    try {
      assertThat(writer.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assumeTrue(
          Files.readString(dir.resolve("out")).contains("written"),
          () -> "strace cannot trace here: " + read(dir.resolve("out")));
    } finally {
      writer.destroyForcibly();
    }
    List<String> calls = Files.readAllLines(trace, StandardCharsets.ISO_8859_1);
    int last = -1;
    int parts = 0;
    for (int named = after(calls, last, NAMED.asPredicate());
        named >= 0;
        named = after(calls, last, NAMED.asPredicate())) {
      parts++;
      int content = before(calls, named, c -> c.contains("fsync") && c.contains("unfinished.tmp"));
      assertThat(content).as("part synced before its name").isGreaterThan(last);
      int folder = after(calls, named, c -> c.contains("fsync") && c.contains("date="));
      int listed = after(calls, named, c -> c.contains("pwrite64") && c.contains("manifest.jsonl"));
      assertThat(folder).as("folder synced").isGreaterThan(named);
      assertThat(listed).as("listed after that").isGreaterThan(folder);
      last = after(calls, listed, c -> c.contains("fdatasync") && c.contains("manifest.jsonl"));
      assertThat(last).as("manifest synced").isGreaterThan(listed);
    }
    assertThat(parts).as("parts, one of them joined").isEqualTo(Joining.SMALL_PARTS + 1);
    int deleted = after(calls, -1, DELETED.asPredicate());
    assertThat(deleted).as("small parts go after the joined one is listed").isGreaterThan(last);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static int after(List<String> calls, int from, Predicate<String> wanted) {
    for (int i = from + 1; i < calls.size(); i++) {
      if (wanted.test(calls.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private static int before(List<String> calls, int to, Predicate<String> wanted) {
    for (int i = to - 1; i >= 0; i--) {
      if (wanted.test(calls.get(i))) {
        return i;
      }
    }
    return -1;
  }

  /** Writes as many parts as are joined. */
  static final class Writer {
    private static final int ROWS = 20;

    public static void main(String[] args) throws IOException {
      HotSettings small = new HotSettings(256L << 20, 1, Duration.ofSeconds(60), ROWS);
      InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-23T01:00:00Z"));
      try (HotIndex index =
          new HotIndex(Path.of(args[0]), small, clock, new PrometheusRegistry(), () -> 1)) {
        for (int part = 0; part < Joining.SMALL_PARTS; part++) {
          long first = index.nextPosition();
          index.accept(TestRecords.plain(first, ROWS), first + ROWS);
        }
      }
      System.out.println("written");
    }
  }
}
