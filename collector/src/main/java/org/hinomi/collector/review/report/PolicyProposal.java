package org.hinomi.collector.review.report;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hinomi.collector.record.TableSink;
import org.hinomi.collector.review.Archive;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.ReviewSql;
import org.hinomi.collector.review.policy.Item;
import org.hinomi.collector.review.policy.PolicySettings;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;
import org.jspecify.annotations.Nullable;

/** Proposes a policy from what the history knows of the last weeks; people finish it. */
final class PolicyProposal {
  private static final Duration SPAN = Duration.ofDays(35);

  /** Logs that are a source of their own; the others of a host are one. */
  private static final Set<String> OWN =
      Set.of(
          "sshd",
          "sudo",
          "audit",
          "auditd",
          "squid",
          "postfix",
          "smbd",
          "smbd_audit",
          "httpd",
          "apache2",
          "nginx",
          "named",
          "mysqld",
          "mariadbd",
          "postgres",
          "dovecot",
          "haproxy",
          "su",
          "openvpn",
          "charon",
          "import");

  private final Archive archive;
  private final InstantSource clock;
  private final Messages texts;

  PolicyProposal(Archive archive, InstantSource clock, Language language) {
    this.archive = archive;
    this.clock = clock;
    this.texts = Messages.of(Observation.class, language);
  }

  /** What is known of a log of a host. */
  private record Stream(
      String host, String log, boolean windows, long events, long days, long span, long busy) {}

  /**
   * The policy as YAML.
   *
   * @param zone of its days
   * @param values {@code owner}, {@code operator}, {@code reviewer}, {@code company}
   */
  String text(ZoneId zone, Map<String, String> values) throws IOException {
    Instant now = clock.instant();
    long shift = zone.getRules().getOffset(now).getTotalSeconds() / 60;
    List<Stream> streams = streams(now, shift);
    StringBuilder yaml = new StringBuilder();
    yaml.append(texts.get("proposal.head"))
        .append("\n\ncompany: ")
        .append(quoted(values.getOrDefault("company", texts.get("proposal.company"))))
        .append("\nzone: ")
        .append(zone.getId())
        .append("\n\ncalendar:\n  days: [mon, tue, wed, thu, fri]\n  from: \"09:00\"\n")
        .append("  to: \"18:00\"\n  public-holidays: ")
        .append(zone.getId().equals("Asia/Tokyo") ? "japan" : "none")
        .append("\n  # holidays: [2026-12-29, 2026-12-30]\n\n")
        .append("# second-signature: [monthly]\ngrace: 10d\n\nkeywords:\n");
    PolicySettings.KEYWORDS.forEach(word -> yaml.append("  - ").append(quoted(word)).append('\n'));
    yaml.append("\n# ")
        .append(texts.get("proposal.thresholds"))
        .append(THRESHOLDS)
        .append("\nsources:\n");
    Map<List<String>, Stream> own = new LinkedHashMap<>();
    Set<String> rest = new TreeSet<>();
    for (Stream stream : streams) {
      if (stream.windows() || OWN.contains(stream.log())) {
        own.putIfAbsent(List.of(stream.host(), stream.log()), stream);
      } else {
        rest.add(stream.host());
      }
    }
    Set<String> names = new HashSet<>();
    own.values()
        .forEach(its -> source(yaml, name(its.host() + "-" + its.log(), names), its, values));
    for (String host : rest) {
      List<Stream> its =
          streams.stream()
              .filter(s -> s.host().equals(host) && !s.windows() && !OWN.contains(s.log()))
              .sorted(Comparator.comparingLong(Stream::events).reversed())
              .toList();
      long days = its.stream().mapToLong(Stream::days).max().orElse(0);
      long busy = its.stream().mapToLong(Stream::busy).max().orElse(0);
      source(
          yaml,
          name(host + "-system", names),
          new Stream(host, "*", false, 0, days, its.getFirst().span(), busy),
          values);
    }
    if (streams.isEmpty()) {
      yaml.append("  # " + texts.get("proposal.nothing") + "\n");
    }
    return yaml.toString();
  }

  private List<Stream> streams(Instant now, long shift) throws IOException {
    List<Stream> streams = new ArrayList<>();
    String sql =
        """
        SELECT host, log, windows, CAST(sum(n) AS BIGINT) AS events,
          count(DISTINCT CAST(moment AS DATE)) AS days,
          date_diff('day', min(min(moment)) OVER (PARTITION BY host), max(max(moment)) OVER ()) + 1 AS span,
          count(*) FILTER (isodow(moment) <= 5 AND hour(moment) BETWEEN 9 AND 17) AS busy
        FROM (SELECT host, %s AS log, channel IS NOT NULL AS windows,
            date_trunc('hour', time + to_minutes(%d)) AS moment, count(*) AS n
          FROM event WHERE time >= %s AND time < %s GROUP BY 1, 2, 3, 4)
        GROUP BY 1, 2, 3 HAVING sum(n) >= 10 ORDER BY 1, 2, 3
        """
            .formatted(ReviewSql.LOG, shift, ReviewSql.time(now.minus(SPAN)), ReviewSql.time(now));
    archive.sql(
        sql.strip(),
        new TableSink() {
          @Override
          public void columns(List<Column> columns) {
            // They are as the statement has them.
          }

          @Override
          public void row(List<@Nullable Object> values) {
            streams.add(
                new Stream(
                    String.valueOf(values.get(0)),
                    String.valueOf(values.get(1)),
                    Boolean.TRUE.equals(values.get(2)),
                    number(values.get(3)),
                    number(values.get(4)),
                    number(values.get(5)),
                    number(values.get(6))));
          }
        });
    return streams;
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  private void source(StringBuilder yaml, String name, Stream stream, Map<String, String> values) {
    // A log of every day may rest at weekends: five days of seven are working days.
    String expected =
        stream.days() >= stream.span() - 1
            ? "every-day"
            : stream.days() * 7 >= stream.span() * 5 - 7 && stream.days() >= 5
                ? "working-days"
                : "irregular";
    boolean busy = stream.days() >= 5 && stream.busy() >= (stream.days() * 5 / 7) * 9;
    boolean logons = stream.log().equals("Security") || stream.log().equals("sshd");
    yaml.append("  - name: ")
        .append(name)
        .append("\n    hosts: [")
        .append(quoted(stream.host()))
        .append("]\n    logs: [")
        .append(quoted(stream.log()))
        .append("]\n    purpose: ")
        .append(quoted(purpose(stream.log())))
        .append("\n    items: [")
        .append(logons ? items() : "type, time")
        .append("]\n    owner: ")
        .append(quoted(said(values, "owner")))
        .append("\n    operator: ")
        .append(quoted(said(values, "operator")))
        .append("\n    reviewer: ")
        .append(quoted(said(values, "reviewer")))
        .append("\n    rhythm: monthly\n    expected: ")
        .append(expected)
        .append('\n');
    if (busy) {
      yaml.append("    quiet: 2h\n");
    }
  }

  private String said(Map<String, String> values, String who) {
    return values.getOrDefault(who, texts.get("proposal." + who));
  }

  private String purpose(String log) {
    return switch (log) {
      case "Security", "sshd", "sudo", "su", "audit", "auditd", "openvpn", "charon" ->
          texts.get("proposal.purpose.access");
      case "squid", "postfix", "dovecot", "smbd", "smbd_audit" ->
          texts.get("proposal.purpose.leaks");
      default -> texts.get("proposal.purpose.faults");
    };
  }

  private static String items() {
    StringBuilder items = new StringBuilder();
    for (Item item : Item.values()) {
      items.append(items.isEmpty() ? "" : ", ").append(item.word());
    }
    return items.toString();
  }

  /** A name that a policy takes and that no other source has. */
  private static String name(String text, Set<String> names) {
    String name = text.replaceAll("[^A-Za-z0-9._-]+", "-").toLowerCase(Locale.ROOT);
    String free = name.length() > 64 ? name.substring(0, 64) : name;
    for (int i = 2; !names.add(free); i++) {
      free = name.substring(0, Math.min(name.length(), 58)) + "-" + i;
    }
    return free;
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("${", "$${") + '"';
  }

  private static final String THRESHOLDS =
      """

      thresholds:
        few: 10%
        skew: 5m
        outlier: 8
        extreme: 6
        change: 3
        baseline: 90d
        failures: 10
        full: 90%
        forecast: 60d
      """;
}
