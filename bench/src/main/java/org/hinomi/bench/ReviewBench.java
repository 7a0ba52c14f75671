package org.hinomi.bench;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.record.HotIndex;
import org.hinomi.collector.record.HotSettings;
import org.hinomi.collector.record.StoppedHistory;
import org.hinomi.collector.review.Archive;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.HistoryArchive;
import org.hinomi.collector.review.Period;
import org.hinomi.collector.review.ReviewChecks;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.ReviewResult;
import org.hinomi.collector.review.ReviewRun;
import org.hinomi.collector.review.Table;
import org.hinomi.collector.review.policy.Policy;
import org.hinomi.collector.review.policy.PolicySettings;
import org.hinomi.core.settings.SettingsException;

/**
 * Builds a month of so many events of 200 sources (see {@link CompanyMonth}) and reviews it, check
 * by check.
 *
 * <pre>ReviewBench DIR EVENTS   the folder is filled where it is empty, else only reviewed</pre>
 */
public final class ReviewBench {
  private static final int BATCH = 5_000;
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-12-02T00:00:00Z"));

  private ReviewBench() {}

  /** Runs it; see the class. */
  public static void main(String[] args) throws IOException, SettingsException {
    Path data = Files.createDirectories(Path.of(args[0]));
    long events = Long.parseLong(args[1]);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (!Files.exists(data.resolve("policy.yaml"))) {
      long start = System.nanoTime();
      build(data, events, out);
      policy(data);
      out.printf(Locale.ROOT, "built %,d events in %.1f s%n", events, seconds(start));
    }
    Policy policy = PolicySettings.load(data.resolve("policy.yaml"));
    try (StoppedHistory history = new StoppedHistory(data, HotSettings.DEFAULT)) {
      Archive archive = new HistoryArchive(data, history.history(), CLOCK, () -> false);
      ReviewContext context =
          new ReviewContext(
              Period.parse("2026-11", policy.zone()),
              policy,
              archive.nextPosition(),
              CLOCK.instant(),
              archive);
      Watch watch = new Watch(out);
      ReviewResult result = ReviewRun.run(context, ReviewChecks.all(), watch);
      watch.end();
      out.printf(
          Locale.ROOT,
          "%d tables, SHA-256 of all %s%n",
          result.parts().stream().mapToInt(part -> part.tables().size()).sum(),
          Table.sha256(
              result.parts().stream()
                  .flatMap(part -> part.tables().stream())
                  .map(Table::sha256)
                  .collect(Collectors.joining())));
    }
  }

  /** Says how long each check took: on the clock, and of the cores. */
  private static final class Watch implements ReviewRun.Progress {
    private final PrintStream out;
    private final long start = System.nanoTime();
    private final double startCpu = cpu();
    private String what = "opening";
    private long since = start;
    private double sinceCpu = startCpu;

    Watch(PrintStream out) {
      this.out = out;
    }

    @Override
    public void reading(int done, int of) {
      if (done == 0) {
        next("reading " + of);
      }
    }

    @Override
    public void at(Check check, int number, int of) {
      next(check.id());
    }

    private void next(String name) {
      say(what, since, sinceCpu);
      what = name;
      since = System.nanoTime();
      sinceCpu = cpu();
    }

    void end() {
      say(what, since, sinceCpu);
      say("review", start, startCpu);
    }

    private void say(String name, long from, double fromCpu) {
      out.printf(Locale.ROOT, "%-20s %7.2f s %7.2f CPU-s%n", name, seconds(from), cpu() - fromCpu);
    }

    private static double cpu() {
      return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis()
          / 1e3;
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void build(Path data, long events, PrintStream out) throws IOException {
    CompanyMonth month = new CompanyMonth(events);
    try (HotIndex index =
        new HotIndex(data, HotSettings.COLLECTOR, CLOCK, new PrometheusRegistry(), () -> 0)) {
      List<Decoded> batch = new ArrayList<>(BATCH);
      for (long position = 1; position <= events; position++) {
        batch.add(month.event(position));
        if (batch.size() == BATCH || position == events) {
          index.accept(batch, position + 1);
          batch = new ArrayList<>(BATCH);
        }
        if (position % (events / 10) == 0) {
          out.printf(Locale.ROOT, "%,d recorded%n", position);
        }
      }
    }
  }

  /** A register of 200 sources. */
  private static void policy(Path data) throws IOException {
    StringBuilder yaml =
        new StringBuilder(
            """
            company: Example
            zone: Asia/Tokyo
            calendar: {days: [mon, tue, wed, thu, fri], from: "08:30", to: "17:30", public-holidays: japan}
            keywords: [fatal, error, panic, 障害]
            sources:
            """);
    for (CompanyMonth.Kind kind : CompanyMonth.KINDS) {
      for (int host = 0; host < kind.hosts(); host++) {
        String name = kind.host() + (host < 10 ? "0" : "") + host;
        yaml.append(
            String.format(
                Locale.ROOT,
                "  - {name: %s, hosts: [%s], logs: [%s], purpose: load, owner: o, reviewer: r,"
                    + " quiet: 2h, internet: %s}%n",
                name,
                name,
                kind.log(),
                kind.internet()));
      }
    }
    Files.writeString(data.resolve("policy.yaml"), yaml);
  }
}
