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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.collector.record.HotIndex;
import org.hinomi.collector.record.HotSettings;
import org.hinomi.collector.record.StoppedHistory;
import org.hinomi.collector.review.Archive;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.HistoryArchive;
import org.hinomi.collector.review.Period;
import org.hinomi.collector.review.ReviewChecks;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.ReviewRun;
import org.hinomi.collector.review.policy.Policy;
import org.hinomi.collector.review.policy.PolicySettings;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;
import org.hinomi.core.settings.SettingsException;
import org.jspecify.annotations.Nullable;

/**
 * Builds a month of so many events of 200 sources and reviews it, check by check.
 *
 * <pre>ReviewBench DIR EVENTS   the folder is filled where it is empty, else only reviewed</pre>
 */
public final class ReviewBench {
  private static final Instant FIRST = Instant.parse("2026-10-31T15:00:00Z");
  private static final Duration MONTH = Duration.ofDays(30);
  private static final int HOSTS = 50;
  private static final int BATCH = 5_000;
  private static final String[] LOGS = {"Security", "squid", "postfix/smtpd", "kernel"};
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-12-02T00:00:00Z"));

  /** Number of the last record of each host's Security log. */
  private static final long[] RECORDS = new long[HOSTS];

  private ReviewBench() {}

  /** Runs it; see the class. */
  public static void main(String[] args) throws IOException, SettingsException {
    Path data = Files.createDirectories(Path.of(args[0]));
    long events = Long.parseLong(args[1]);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (!Files.exists(data.resolve("policy.yaml"))) {
      long start = System.nanoTime();
      build(data, events);
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
      long start = System.nanoTime();
      for (Check check : ReviewChecks.all()) {
        long began = System.nanoTime();
        ReviewRun.run(context, List.of(check), (each, number, of) -> {});
        out.printf(Locale.ROOT, "%-16s %6.2f s%n", check.id(), seconds(began));
      }
      out.printf(Locale.ROOT, "review           %6.2f s%n", seconds(start));
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void build(Path data, long events) throws IOException {
    try (HotIndex index =
        new HotIndex(data, HotSettings.COLLECTOR, CLOCK, new PrometheusRegistry(), () -> 0)) {
      long step = MONTH.toNanos() / 1000 / events;
      long first = FIRST.getEpochSecond() * 1_000_000;
      List<Decoded> batch = new ArrayList<>(BATCH);
      for (long position = 1; position <= events; position++) {
        batch.add(event(position, first + position * step));
        if (batch.size() == BATCH || position == events) {
          index.accept(batch, position + 1);
          batch.clear();
        }
      }
    }
  }

  /** Cheap chance that is the same each time. */
  private static Event event(long position, long time) {
    long mixed = position * 0x9E3779B97F4A7C15L;
    int host = (int) ((mixed >>> 33) % HOSTS);
    int log = (int) ((mixed >>> 23) & 3);
    int user = (int) ((mixed >>> 40) % 400);
    int kind = (int) ((mixed >>> 50) % 60);
    boolean windows = log == 0;
    Map<String, Object> fields = new HashMap<>();
    fields.put(Fields.RETENTION_CLASS, "1y");
    fields.put(Fields.USER_NAME, "user" + user);
    fields.put("review.filled", List.of("user", "type", "time", "outcome", "origin"));
    fields.put(Fields.EVENT_OUTCOME, kind == 7 ? "failure" : "success");
    if (windows) {
      fields.put(Fields.WINLOG_CHANNEL, LOGS[0]);
      fields.put(Fields.EVENT_CODE, Integer.toString(4600 + kind));
      fields.put(Fields.EVENT_PROVIDER, "Microsoft-Windows-Security-Auditing");
      fields.put(Fields.WINLOG_RECORD_ID, ++RECORDS[host]);
    } else {
      fields.put(Fields.SOURCE_IP, "10.0." + user / 100 + "." + user % 100);
      fields.put("http.response.bytes", 200 + (mixed >>> 44) % 5000);
    }
    @Nullable String app = windows ? null : LOGS[log];
    String message =
        "action "
            + (char) ('a' + kind % 26)
            + (char) ('a' + kind / 26)
            + " of user"
            + user
            + " took "
            + (mixed >>> 48)
            + " ms, request "
            + Long.toHexString(mixed);
    return new Event(
        position,
        Transport.RELP,
        "192.0.2.7",
        time + 100_000,
        time,
        "host" + host,
        4,
        kind == 9 ? 3 : 6,
        app,
        null,
        message,
        RawMessage.wrap(message.getBytes(StandardCharsets.UTF_8)),
        null,
        fields);
  }

  private static void policy(Path data) throws IOException {
    StringBuilder yaml = new StringBuilder("zone: Asia/Tokyo\nsources:\n");
    for (int host = 0; host < HOSTS; host++) {
      for (String log : LOGS) {
        yaml.append("  - {name: s")
            .append(host)
            .append('-')
            .append(log.replaceAll("/.*", ""))
            .append(", hosts: [host")
            .append(host)
            .append("], logs: [")
            .append(log.replaceAll("/.*", ""))
            .append("], purpose: load, owner: o, reviewer: r, quiet: 2h}\n");
      }
    }
    Files.writeString(data.resolve("policy.yaml"), yaml);
  }
}
