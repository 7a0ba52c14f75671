package org.hinomi.collector.review;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.collector.journal.JournalSettings;
import org.hinomi.collector.journal.SegmentedJournal;
import org.hinomi.collector.record.HotIndex;
import org.hinomi.collector.record.HotSettings;
import org.hinomi.collector.record.StoppedHistory;
import org.hinomi.collector.review.policy.Policy;
import org.hinomi.collector.review.policy.PolicySettings;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sample.Sample;
import org.jspecify.annotations.Nullable;

/** A small company's October and November 2026, with what a review of November should find. */
public final class ReviewMonth {
  public static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  public static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-12-02T00:00:00Z"));

  public static final String POLICY =
      """
      company: 見本商事
      zone: Asia/Tokyo
      calendar:
        days: [mon, tue, wed, thu, fri]
        from: "09:00"
        to: "18:00"
        public-holidays: japan
      keywords: [fatal, error, 障害]
      sources:
        - name: fs01-security
          hosts: [fs01]
          logs: [Security]
          purpose: unauthorized access
          items: [user, type, time]
          owner: tanaka
          operator: suzuki
          reviewer: sato
          quiet: 2h
        - name: web
          hosts: [web*]
          logs: [nginx]
          purpose: who came
          owner: tanaka
          reviewer: sato
          internet: true
        - name: gone
          hosts: [gone01]
          logs: ["*"]
          purpose: nothing comes of it
          owner: tanaka
          reviewer: sato
      """;

  private static @Nullable Path read;

  private final List<Decoded> events = new ArrayList<>();
  private long position = 1;
  private long record = 1;

  /** Writes the months into a data folder, and the policy beside them. */
  public static Path make(Path data) throws IOException {
    ReviewMonth month = new ReviewMonth();
    month.fill();
    try (HotIndex index =
        new HotIndex(
            data,
            new HotSettings(256L << 20, 1, Duration.ofSeconds(60), 65_536),
            CLOCK,
            new PrometheusRegistry(),
            () -> 0)) {
      index.accept(month.events, month.position);
    }
    SegmentedJournal.open(
            new JournalSettings(data.resolve("journal"), 64 << 10, 1 << 20),
            month.position,
            () -> 0L,
            new PrometheusRegistry())
        .close();
    return Files.writeString(data.resolve("policy.yaml"), POLICY);
  }

  /**
   * The same after a review has read it: what it keeps of each part is there, so that the next
   * starts from that. Read once for all tests, then copied.
   */
  public static synchronized Path makeRead(Path data) throws Exception {
    Path from = read;
    if (from == null) {
      from = Files.createTempDirectory("review-month");
      Runtime.getRuntime().addShutdownHook(new Thread(ReviewMonth::deleteRead));
      read = from;
      Policy policy = PolicySettings.load(make(from));
      try (StoppedHistory history = new StoppedHistory(from, HotSettings.DEFAULT)) {
        Archive archive = new HistoryArchive(from, history.history(), CLOCK, () -> false);
        ReviewRun.read(
            new ReviewContext(
                Period.parse("2026-11", policy.zone()),
                policy,
                archive.nextPosition(),
                CLOCK.instant(),
                archive));
      }
    }
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files.skip(1)::iterator) {
        Files.copy(file, data.resolve(from.relativize(file).toString()));
      }
    }
    return data.resolve("policy.yaml");
  }

  private static synchronized void deleteRead() {
    Path from = read;
    if (from != null) {
      try (Stream<Path> files = Files.walk(from)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void fill() {
    for (LocalDate day = LocalDate.of(2026, 10, 1);
        day.isBefore(LocalDate.of(2026, 12, 1));
        day = day.plusDays(1)) {
      day(day);
    }
  }

  private void day(LocalDate day) {
    boolean works =
        day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0
            && !List.of("2026-11-03", "2026-11-23").contains(day.toString());
    boolean november = day.getMonthValue() == 11;
    boolean missing = november && day.getDayOfMonth() == 12;
    for (int i = 0; i < (works ? 120 : 40) && !missing; i++) {
      LocalDateTime at = day.atTime(8, 0).plusMinutes(works ? i * 6L : i * 15L);
      boolean blank =
          november && day.getDayOfMonth() == 18 && at.getHour() >= 12 && at.getHour() < 16;
      if (!blank) {
        logon(at, "yamada");
      }
      event(
          at.plusSeconds(20),
          "web01",
          "nginx",
          null,
          6,
          "GET /page " + i,
          Map.of(
              Fields.SOURCE_IP,
              "10.0.0." + i % 3,
              "http.response.bytes",
              900L + i,
              "review.filled",
              List.of("type", "time", "origin")));
    }
    sample(day, november ? 0.6 + day.getDayOfMonth() * 0.01 : 0.5);
    if (november) {
      november(day);
    }
  }

  private void november(LocalDate day) {
    switch (day.getDayOfMonth()) {
      case 5 ->
          event(
              day.atTime(3, 0), "web01", "kernel", null, 1, "FATAL error on device sda", Map.of());
      case 9 -> {
        record += 7;
        event(
            day.atTime(10, 0, 30),
            "fs01",
            "EventLog",
            "System",
            2,
            "The previous shutdown was unexpected",
            Map.of(Fields.EVENT_CODE, "6008", Fields.EVENT_PROVIDER, "EventLog"));
      }
      case 10 ->
          event(
              day.atTime(11, 0),
              "web01",
              "nginx",
              null,
              6,
              "GET /all",
              Map.of(
                  "http.response.bytes",
                  90_000_000_000L,
                  Fields.USER_NAME,
                  "kato",
                  Fields.SOURCE_IP,
                  "10.0.0.9"));
      case 11 ->
          event(
              day.atTime(4, 0),
              "web01",
              "kernel",
              null,
              3,
              "web01 started after an unclean shutdown: the last sign of life was at 03:12",
              Map.of());
      case 14 -> {
        for (int i = 0; i < 400; i++) {
          logon(day.atTime(1, 0).plusSeconds(i), "kato");
        }
      }
      case 20 -> {
        for (int i = 0; i < 12; i++) {
          refused(day.atTime(13, i), "user" + i);
        }
      }
      case 24 -> {
        // Three on each of two machines: not one address that tries six.
        for (int i = 0; i < 6; i++) {
          event(
              day.atTime(13, i),
              i % 2 == 0 ? "web01" : "web02",
              "sshd",
              null,
              4,
              "Failed password for local" + i,
              Map.of(
                  Fields.USER_NAME,
                  "local" + i,
                  Fields.EVENT_OUTCOME,
                  "failure",
                  Fields.EVENT_CATEGORY,
                  "authentication",
                  Fields.SOURCE_IP,
                  "127.0.0.1"));
        }
      }
      case 25 ->
          event(
              day.atTime(9, 0),
              "web01",
              "nginx",
              null,
              6,
              "cut \uFFFD off",
              Map.of(Fields.EVENT_TRUNCATED_FROM, 99_999L));
      default -> {}
    }
  }

  private void logon(LocalDateTime at, String user) {
    event(
        at,
        "fs01",
        null,
        "Security",
        6,
        "An account was successfully logged on: " + user,
        Map.of(
            Fields.EVENT_CODE,
            "4624",
            Fields.EVENT_PROVIDER,
            "Microsoft-Windows-Security-Auditing",
            Fields.WINLOG_RECORD_ID,
            record++,
            Fields.USER_NAME,
            user,
            Fields.EVENT_OUTCOME,
            "success",
            "review.filled",
            List.of("user", "type", "time", "outcome")));
  }

  private void refused(LocalDateTime at, String user) {
    event(
        at,
        "fs01",
        null,
        "Security",
        4,
        "An account failed to log on: " + user,
        Map.of(
            Fields.EVENT_CODE,
            "4625",
            Fields.EVENT_PROVIDER,
            "Microsoft-Windows-Security-Auditing",
            Fields.WINLOG_RECORD_ID,
            record++,
            Fields.USER_NAME,
            user,
            Fields.EVENT_OUTCOME,
            "failure",
            Fields.SOURCE_IP,
            "198.51.100.7",
            "review.filled",
            List.of("user", "type", "time", "outcome", "origin")));
  }

  private void event(
      LocalDateTime local,
      String host,
      @Nullable String app,
      @Nullable String channel,
      int severity,
      String message,
      Map<String, Object> fields) {
    long time = ChronoUnit.MICROS.between(Instant.EPOCH, local.atZone(TOKYO).toInstant());
    Map<String, Object> all = new HashMap<>(fields);
    all.put(Fields.RETENTION_CLASS, "1y");
    if (channel != null) {
      all.put(Fields.WINLOG_CHANNEL, channel);
    }
    events.add(
        new Event(
            position++,
            Transport.RELP,
            "192.0.2.7",
            time + 250_000,
            time,
            host,
            4,
            severity,
            app,
            null,
            message,
            RawMessage.wrap(message.getBytes(StandardCharsets.UTF_8)),
            null,
            all));
  }

  private void sample(LocalDate day, double full) {
    for (int hour = 0; hour < 24; hour += 6) {
      long time =
          ChronoUnit.MICROS.between(Instant.EPOCH, day.atTime(hour, 0).atZone(TOKYO).toInstant());
      events.add(
          new SampleRound(
              position++,
              Transport.RELP,
              "192.0.2.7",
              time,
              time,
              "fs01",
              null,
              List.of(
                  new Sample(
                      "system.filesystem.utilization",
                      new TreeMap<>(Map.of("system.filesystem.mountpoint", "D:")),
                      full),
                  new Sample("system.cpu.logical.count", new TreeMap<>(), 8),
                  new Sample("system.cpu.load_average.15m", new TreeMap<>(), 8 * full),
                  new Sample("hw.temperature", new TreeMap<>(Map.of("hw.id", "t1")), 40 + full)),
              List.of()));
    }
  }
}
