package org.hinomi.collector.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hinomi.collector.app.command.Caller;
import org.hinomi.collector.demo.Incident;
import org.hinomi.collector.demo.IncidentKind;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * How many of the planted incidents a review finds, and how much it finds where nothing is planted.
 * Three fixed seeds, or with {@code -Dhinomi.review.fresh=N} N fresh ones, which are printed into
 * {@code target/review-benchmark.txt} with all that was found in vain.
 */
class ReviewBenchmarkIT {
  /**
   * Months in twenty in which every kind has to be found, and findings that a clean one may have.
   */
  private static final double FOUND = 0.95;

  private static final int FALSE_FINDINGS = 2;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YearMonth MONTH = YearMonth.of(2026, 10);
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-02T00:00:00Z"));

  /** Kinds of findings that show an incident. */
  private static final Map<IncidentKind, Set<String>> SHOWN =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(
                  IncidentKind.DISK_FILLING,
                  Set.of("capacity-full", "capacity-forecast", "capacity-high")),
              Map.entry(IncidentKind.BACKUP_LOST, Set.of("backup-failed", "backup-missed")),
              Map.entry(IncidentKind.BACKUP_FAILED, Set.of("backup-failed", "backup-missed")),
              Map.entry(IncidentKind.CONFIDENTIAL_AT_NIGHT, Set.of("confidential-at-night")),
              Map.entry(IncidentKind.RIGHT_NOT_LISTED, Set.of("right-not-listed")),
              Map.entry(IncidentKind.MAIL_LEAK, Set.of("mail-large-outside")),
              Map.entry(IncidentKind.MAIL_MANY_RECIPIENTS, Set.of("mail-many-outside")),
              Map.entry(IncidentKind.MAIL_SPOOFED, Set.of("mail-spoofed")),
              Map.entry(IncidentKind.GATEWAY_UNKNOWN_ADDRESS, Set.of("remote-unknown-address")),
              Map.entry(IncidentKind.GATEWAY_WITHOUT_REQUEST, Set.of("remote-without-request")),
              Map.entry(IncidentKind.PROXY_UPLOAD, Set.of("proxy-upload")),
              Map.entry(IncidentKind.PHONE_LOST, Set.of("lost-phone-account-used")),
              Map.entry(IncidentKind.PC_INFECTED, Set.of("malware", "proxy-beacon")),
              Map.entry(IncidentKind.LOGON_WHILE_ABSENT, Set.of("logon-while-absent")),
              Map.entry(IncidentKind.LEAVER_ACCOUNT, Set.of("leaver-account")),
              Map.entry(
                  IncidentKind.PRIVILEGED_WITHOUT_REQUEST, Set.of("privileged-without-request")),
              Map.entry(IncidentKind.REQUEST_WITHOUT_ACCESS, Set.of("request-without-access")),
              Map.entry(IncidentKind.PC_HOURS, Set.of("pc-on-after-clock-out")),
              Map.entry(IncidentKind.UNCLEAN_SHUTDOWN, Set.of("unclean-stop")),
              Map.entry(IncidentKind.LOG_CLEARED, Set.of("log-cleared")),
              Map.entry(IncidentKind.RECORD_GAP, Set.of("record-gap")),
              Map.entry(
                  IncidentKind.SOURCE_SILENT, Set.of("blank-period", "short-day", "missing-days")),
              Map.entry(IncidentKind.LOG_ENDS, Set.of("vanished", "missing-days")),
              Map.entry(IncidentKind.ROOM_WITHOUT_KEY, Set.of("entry-without-key"))));

  private record Finding(String kind, String severity, String text) {}

  /** What the review of one month came to. */
  private record Outcome(boolean planted, String text, List<IncidentKind> shown, int inVain) {}

  @TempDir Path folder;

  private final StringBuilder report = new StringBuilder();

  @Test
  void findsWhatIsPlantedAndLittleElse() throws Exception {
    Integer fresh = Integer.getInteger("hinomi.review.fresh");
    List<Long> seeds = new ArrayList<>(List.of(1L, 2L, 3L));
    if (fresh != null) {
      seeds.clear();
      new SecureRandom().longs(fresh, 1, 1_000_000_000).forEach(seeds::add);
    }
    Map<IncidentKind, Integer> found = new TreeMap<>();
    List<Integer> inVain = new ArrayList<>();
    List<Callable<Outcome>> months = new ArrayList<>();
    for (long seed : seeds) {
      months.add(() -> planted(seed));
      months.add(() -> clean(seed));
    }
    // A month has a folder of its own, and keeps little more than one core busy.
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      for (Future<Outcome> month : pool.invokeAll(months)) {
        Outcome outcome = month.get();
        report.append(outcome.text());
        outcome.shown().forEach(kind -> found.merge(kind, 1, Integer::sum));
        if (!outcome.planted()) {
          inVain.add(outcome.inVain());
        }
      }
    }
    for (IncidentKind kind : IncidentKind.values()) {
      report.append(kind.wireName()).append(": found in ").append(found.getOrDefault(kind, 0));
      report.append(" of ").append(seeds.size()).append('\n');
    }
    report.append("findings in clean months: ").append(inVain).append('\n');
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target/review-benchmark.txt"), report);
    for (IncidentKind kind : IncidentKind.values()) {
      assertThat(found.getOrDefault(kind, 0))
          .as(kind + " in " + report)
          .isGreaterThanOrEqualTo((int) Math.floor(FOUND * seeds.size()));
    }
    assertThat(inVain).as(report.toString()).allMatch(count -> count <= FALSE_FINDINGS);
  }

  private Outcome planted(long seed) throws Exception {
    StringBuilder text = new StringBuilder("seed " + seed + ", planted\n");
    Path data = folder.resolve("planted-" + seed);
    List<Incident> incidents = fill(data, seed, EnumSet.allOf(IncidentKind.class)).incidents();
    List<Finding> findings = review(data);
    List<Finding> left = new ArrayList<>(findings);
    List<IncidentKind> shown = new ArrayList<>();
    for (Incident incident : incidents) {
      List<Finding> showing = findings.stream().filter(one -> shows(one, incident)).toList();
      left.removeAll(showing);
      if (showing.isEmpty()) {
        text.append("  not found: ").append(incident.kind()).append(' ').append(incident.host());
        text.append(' ').append(incident.user()).append(' ').append(incident.detail()).append('\n');
      } else {
        shown.add(incident.kind());
      }
    }
    left.forEach(one -> text.append("  besides: ").append(one).append('\n'));
    return new Outcome(true, text.toString(), shown, 0);
  }

  private Outcome clean(long seed) throws Exception {
    StringBuilder text = new StringBuilder("seed " + seed + ", clean\n");
    Path data = folder.resolve("clean-" + seed);
    fill(data, seed, EnumSet.noneOf(IncidentKind.class));
    List<Finding> findings = review(data);
    findings.forEach(one -> text.append("  in vain: ").append(one).append('\n'));
    return new Outcome(false, text.toString(), List.of(), findings.size());
  }

  private static DemoMonth.Filled fill(Path data, long seed, Set<IncidentKind> kinds)
      throws Exception {
    return DemoMonth.fill(
        data, data.resolve("tables"), data.resolve("planted.jsonl"), seed, MONTH, kinds, CLOCK);
  }

  /** It speaks of who or what the incident is about. */
  private static boolean shows(Finding finding, Incident incident) {
    return SHOWN.getOrDefault(incident.kind(), Set.of()).contains(finding.kind())
        && List.of(incident.user(), incident.host(), incident.detail()).stream()
            .anyMatch(part -> !part.isEmpty() && finding.text().contains(part));
  }

  /** As its user runs it. */
  private static List<Finding> review(Path data) throws Exception {
    String policy = data.resolve("policy.yaml").toString();
    String where = data.toString();
    run(
        "review",
        "init",
        "--data",
        where,
        "--company",
        "あけぼの精工",
        "--owner",
        "sato",
        "--operator",
        "suzuki",
        "--reviewer",
        "tanaka",
        "--zone",
        "Asia/Tokyo",
        "--out",
        policy);
    run("review", "start", "2026-10", "--data", where, "--policy", policy, "--by", "tanaka");
    List<Finding> findings = new ArrayList<>();
    for (String line :
        run("review", "finding", "--data", where, "--format", "json").lines().toList()) {
      JsonNode one = JSON.readTree(line);
      findings.add(
          new Finding(
              one.path("kind").asString(""),
              one.path("severity").asString(""),
              one.path("text").asString("")));
    }
    return findings;
  }

  private static String run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Main.commandLine(
                new Caller(Map.of(), Language.EN, CLOCK, ZoneId.of("Asia/Tokyo"), out, err))
            .execute(arguments);
    assertThat(exit).as(err.toString(StandardCharsets.UTF_8)).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }
}
