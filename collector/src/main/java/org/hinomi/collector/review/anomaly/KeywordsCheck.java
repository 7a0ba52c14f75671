package org.hinomi.collector.review.anomaly;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.Kind;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.Purpose;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.ReviewSql;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.Step;
import org.hinomi.collector.review.Table;

/**
 * Words that no event should have, and severities that say so. Words are looked for in templates,
 * which keep every token without a digit, and in the messages that have no template. What was there
 * in the period before as well is shown and not followed up.
 */
public final class KeywordsCheck implements Check {
  private static final Kind KEYWORD = new Kind("keyword", Purpose.DISCOVERY, "IA");
  private static final Kind GRAVE = new Kind("grave", Purpose.DISCOVERY, "IA");

  @Override
  public String id() {
    return "keywords";
  }

  @Override
  public Step step() {
    return Step.ANOMALIES;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    ReviewSql sql = context.sql();
    boolean compared = context.hasPrevious();
    Instant from = sql.previousStart();
    Instant to = context.period().end();
    String pattern = ReviewSql.literal(ReviewSql.anyOf(context.policy().keywords()));
    String day = "TIMESTAMP '" + context.period().from() + " 00:00:00'";
    Table words =
        context.table(
            "keywords",
            """
            WITH word AS (SELECT kind AS its_kind, min(template) AS template FROM %2$s
              WHERE kind <> 0 AND regexp_matches(template, %1$s) GROUP BY 1)
            SELECT lower(regexp_extract(template, %1$s)) AS word, host, log,
              left(template, 300) AS template, events, before, first, last, position FROM (
                SELECT host, log, template, %4$s FROM %3$s JOIN word ON kind = its_kind
                GROUP BY 1, 2, 3
                UNION ALL
                SELECT host, %5$s, regexp_extract(message, %1$s), %6$s FROM event
                WHERE %7$s AND template_id = 0 AND regexp_matches(message, %1$s)
                GROUP BY 1, 2, 3)
            WHERE events > 0
            ORDER BY before > 0, events DESC, host, log, template, position LIMIT 300
            """
                .formatted(
                    pattern,
                    sql.fact("templates", from, to),
                    sql.fact("kinds", from, to),
                    summed("day >= " + day),
                    ReviewSql.LOG,
                    counted("time >= " + ReviewSql.time(context.period().start())),
                    sql.span(from, to)));
    Table grave =
        context.table(
            "severities",
            """
            SELECT * FROM (SELECT host, log, severity, %s FROM %s
              WHERE severity <= 3 GROUP BY 1, 2, 3)
            WHERE events > 0 ORDER BY severity, events DESC, host, log LIMIT 300
            """
                .formatted(
                    summed("slot >= " + ReviewSql.time(context.period().start())),
                    sql.fact("slots", from, to)));
    List<Observation> seen = new ArrayList<>();
    Map<String, List<Table.Row>> fresh = new LinkedHashMap<>();
    for (Table.Row row : words.list()) {
      if (row.whole("before") == 0) {
        fresh
            .computeIfAbsent(
                row.text("host") + " " + row.text("log") + " " + row.text("word"),
                made -> new ArrayList<>())
            .add(row);
      }
    }
    fresh.forEach(
        (key, rows) -> {
          Table.Row first = rows.getFirst();
          seen.add(
              new Observation(
                  KEYWORD,
                  compared ? Severity.LOW : Severity.INFO,
                  key,
                  List.of(
                      first.text("host"),
                      first.text("log"),
                      first.text("word"),
                      Long.toString(rows.stream().mapToLong(row -> row.whole("events")).sum()),
                      first.text("template")),
                  words.evidence(rows.stream().map(row -> row.whole("position")).toList())));
        });
    for (Table.Row row : grave.list()) {
      if (row.whole("severity") <= 2 && row.whole("before") == 0) {
        seen.add(
            new Observation(
                GRAVE,
                compared || row.whole("severity") <= 1 ? Severity.MEDIUM : Severity.INFO,
                row.text("host") + " " + row.text("log") + " " + row.text("severity"),
                List.of(
                    row.text("host"), row.text("log"), row.text("severity"), row.text("events")),
                grave.evidence(List.of(row.whole("position")))));
      }
    }
    return new Result(List.of(words, grave), seen);
  }

  /** Figures of events, now and before. */
  private static String counted(String now) {
    return """
        count(*) FILTER (%1$s) AS events, count(*) FILTER (NOT %1$s) AS before,
        min(time) FILTER (%1$s) AS first, max(time) FILTER (%1$s) AS last,
        min(position) FILTER (%1$s) AS position\
        """
        .formatted(now);
  }

  /** The same of groups of events. */
  private static String summed(String now) {
    return """
        CAST(coalesce(sum(n) FILTER (%1$s), 0) AS BIGINT) AS events,
        CAST(coalesce(sum(n) FILTER (NOT %1$s), 0) AS BIGINT) AS before,
        min(first) FILTER (%1$s) AS first, max(last) FILTER (%1$s) AS last,
        min(first_position) FILTER (%1$s) AS position\
        """
        .formatted(now);
  }
}
