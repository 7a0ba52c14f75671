package org.hinomi.bench;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.keep.Finding;
import org.hinomi.collector.keep.HistoryVerifier;
import org.hinomi.collector.record.AggregateQuery;
import org.hinomi.collector.record.Condition;
import org.hinomi.collector.record.EventQuery;
import org.hinomi.collector.record.History;
import org.hinomi.collector.record.HotIndex;
import org.hinomi.collector.record.HotSettings;
import org.hinomi.collector.record.Window;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Builds a history of many events and asks it, beside the tools an administrator would use on the
 * same lines as text (in the page cache).
 *
 * <pre>HistoryBench DIR EVENTS          the folder is filled where it is empty, else only asked
 * HistoryBench DIR EVENTS verify   it is verified instead, beside sha256sum of the same files</pre>
 */
public final class HistoryBench {
  private static final long FIRST_MICROS = 1_795_392_000_000_000L;
  private static final long SPAN_NANOS = Duration.ofDays(2).toNanos();
  private static final int BATCH = 2_000;
  private static final int ROUNDS = 9;
  private static final int VERIFY_ROUNDS = 5;

  /** Slow questions are asked less often: none once they have taken so long together. */
  private static final long LONG_ENOUGH_NANOS = Duration.ofSeconds(15).toNanos();

  /** The tools are given no more than fits into the page cache. */
  private static final long MOST_AS_TEXT = 20_000_000;

  private HistoryBench() {}

  private interface Question {
    long ask() throws IOException;
  }

  /** Runs it; see the class. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path dir = Path.of(args[0]);
    long events = Long.parseLong(args[1]);
    Path built = dir.resolve("built");
    Path lines = dir.resolve("lines.txt");
    try (HotIndex index =
        new HotIndex(
            dir,
            HotSettings.COLLECTOR,
            InstantSource.system(),
            new PrometheusRegistry(),
            () -> 0)) {
      if (!Files.exists(built)) {
        build(index, events, args.length == 2 && events <= MOST_AS_TEXT ? lines : null);
        Files.createFile(built);
      }
      if (args.length == 2) {
        questions(index.history(), events);
      }
    }
    size(dir, events);
    if (args.length > 2) {
      verify(dir);
      return;
    }
    if (events <= MOST_AS_TEXT) {
      packed(lines, events);
      tools(lines, LogLines.requestId(events * 2 / 3));
    }
  }

  private static void build(HotIndex index, long events, @Nullable Path lines) throws IOException {
    LogLines source = new LogLines(FIRST_MICROS, SPAN_NANOS / events);
    long recording = 0;
    try (OutputStream out =
        lines == null ? OutputStream.nullOutputStream() : Files.newOutputStream(lines)) {
      List<Decoded> batch = new ArrayList<>(BATCH);
      for (long position = 1; position <= events; position++) {
        batch.add(source.event(position));
        if (batch.size() == BATCH || position == events) {
          long start = System.nanoTime();
          index.accept(batch, position + 1);
          recording += System.nanoTime() - start;
          if (lines != null) {
            write(batch, out);
          }
          batch = new ArrayList<>(BATCH);
          if (position % (events / 10) == 0) {
            System.out.printf(
                "%,d recorded, the last tenth at %,.0f a second%n",
                position, events / 10 * 1e9 / recording);
            recording = 0;
          }
        }
      }
    }
  }

  private static void write(List<Decoded> batch, OutputStream out) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Decoded one : batch) {
      text.append(((Event) one).original().utf8().orElseThrow()).append('\n');
    }
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void questions(History history, long events) throws IOException {
    long end = FIRST_MICROS + SPAN_NANOS / 1000;
    Window lastDay =
        new Window(OptionalLong.of(end - 86_400_000_000L), OptionalLong.of(end), false);
    String rare = LogLines.requestId(events * 2 / 3);
    Condition all = new Condition.All();
    Condition host = new Condition.Term(Fields.HOST_NAME, "SRV03.example.jp");
    AggregateQuery.Steps hours =
        new AggregateQuery.Steps(Duration.ofHours(1), ZoneId.of("Asia/Tokyo"));
    time("rare needle", () -> found(history, message(rare), Window.ALWAYS, 100));
    time("rare needle, no limit", () -> found(history, message(rare), Window.ALWAYS, 0));
    time("absent needle", () -> found(history, message("req-0123456789"), Window.ALWAYS, 100));
    time("short absent needle", () -> found(history, message("#zq"), Window.ALWAYS, 100));
    time("absent Japanese needle", () -> found(history, message("接続切断"), Window.ALWAYS, 100));
    time("common word", () -> found(history, message("checkout"), Window.ALWAYS, 100));
    time("everything", () -> found(history, all, Window.ALWAYS, 100));
    time("everything, 10,000", () -> found(history, all, Window.ALWAYS, 10_000));
    time("a host's last day", () -> found(history, host, lastDay, 100));
    time(
        "an absent host",
        () -> found(history, new Condition.Term(Fields.HOST_NAME, "none"), Window.ALWAYS, 100));
    time("count all", () -> groups(history, all, null, List.of()));
    time("count a common word", () -> groups(history, message("checkout"), null, List.of()));
    time("count per hour", () -> groups(history, all, hours, List.of()));
    time("count per hour and host", () -> groups(history, all, hours, List.of(Fields.HOST_NAME)));
    time("count per user", () -> groups(history, all, null, List.of(Fields.USER_NAME)));
    time("status", () -> history.status().events());
  }

  private static Condition message(String text) {
    return new Condition.Term(Fields.MESSAGE, text);
  }

  private static long found(History history, Condition condition, Window window, int limit)
      throws IOException {
    long[] found = new long[1];
    history.events(new EventQuery(condition, window, limit), event -> found[0]++);
    return found[0];
  }

  private static long groups(
      History history,
      Condition condition,
      AggregateQuery.@Nullable Steps steps,
      List<String> fields)
      throws IOException {
    long[] counted = new long[1];
    history.aggregate(
        new AggregateQuery(condition, Window.ALWAYS, steps, fields, 0),
        group -> counted[0] += group.count());
    return counted[0];
  }

  /** The first asking, the median and the slowest of those after it. */
  private static void time(String what, Question question) throws IOException {
    long[] nanos = new long[ROUNDS];
    long first = 0;
    long answer = 0;
    long all = 0;
    int rounds = 0;
    for (int round = -1; round < ROUNDS && (round < 1 || all < LONG_ENOUGH_NANOS); round++) {
      long start = System.nanoTime();
      answer = question.ask();
      long taken = System.nanoTime() - start;
      all += taken;
      if (round < 0) {
        first = taken;
      } else {
        nanos[round] = taken;
        rounds++;
      }
    }
    Arrays.sort(nanos, 0, rounds);
    System.out.printf(
        "%-28s first %8.1f ms, median of %d %8.1f ms, worst %8.1f ms, %,d%n",
        what, first / 1e6, rounds, nanos[rounds / 2] / 1e6, nanos[rounds - 1] / 1e6, answer);
  }

  /** Bytes an event takes in the parts. */
  private static void size(Path dir, long events) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(dir.resolve("history/event"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }
    System.out.printf("bytes an event: %.1f in parts%n", (double) bytes / events);
  }

  /** Files in the page cache, so that the disk does not decide. */
  private static void verify(Path dir) throws IOException, InterruptedException {
    String files = "find " + dir + "/history/event -name '*.parquet' -print0 | xargs -0";
    for (int round = 0; round < VERIFY_ROUNDS; round++) {
      shell(files + " sha256sum | wc -l");
      shell(files + " -P 2 -n 1 sha256sum | wc -l");
      for (int threads = 1; threads <= 2; threads++) {
        long start = System.nanoTime();
        HistoryVerifier.Report report =
            new HistoryVerifier(dir, InstantSource.system(), () -> false, threads, bytes -> {})
                .run(List.of());
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
            "%8.1f ms  verify, %d threads: %.0f MB/s, %,.0f events a second, findings: %s%n",
            seconds * 1e3,
            threads,
            report.bytes() / seconds / 1e6,
            report.days().stream().mapToLong(HistoryVerifier.Day::events).sum() / seconds,
            report.findings().stream().map(Finding::text).toList());
      }
    }
  }

  /** Bytes a line takes as text, and the first 250,000 of them packed by others. */
  private static void packed(Path lines, long events) throws IOException, InterruptedException {
    System.out.printf("bytes an event: %.1f as text%n", (double) Files.size(lines) / events);
    String sample = "head -n 250000 " + lines;
    shell(sample + " | gzip -6 | wc -c");
    shell(sample + " | zstd -q -19 | wc -c");
  }

  private static void tools(Path lines, String rare) throws IOException, InterruptedException {
    Path packed = lines.resolveSibling("lines.txt.zst");
    if (!Files.exists(packed)) {
      shell("zstd -q -3 " + lines + " -o " + packed);
    }
    shell("cat " + lines + " " + packed + " > /dev/null");
    shell("zstd -dc " + packed + " | grep -c " + rare);
    shell("LC_ALL=C grep -c " + rare + " " + lines);
    shell("rg -c " + rare + " " + lines);
    shell("mawk '{ n[substr($2, 1, 13) \" \" $3]++ } END { for (k in n) c++; print c }' " + lines);
  }

  private static void shell(String command) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    process.waitFor();
    System.out.printf("%8.1f ms  %s  -> %s%n", (System.nanoTime() - start) / 1e6, command, said);
  }
}
