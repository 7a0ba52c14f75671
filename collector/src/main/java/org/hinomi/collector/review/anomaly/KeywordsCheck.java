package org.hinomi.collector.review.anomaly;

import java.io.IOException;
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
    String both = sql.span(context.period().previous().start(), context.period().end());
    String now = "time >= " + ReviewSql.time(context.period().start());
    String figures =
        """
        count(*) FILTER (%1$s) AS events, count(*) FILTER (NOT %1$s) AS before,
        min(time) FILTER (%1$s) AS first, max(time) FILTER (%1$s) AS last,
        min(position) FILTER (%1$s) AS position\
        """
            .formatted(now);
    Table words =
        context.table(
            "keywords",
            """
            SELECT lower(regexp_extract(template, %1$s)) AS word, host, log,
              left(template, 300) AS template, events, before, first, last, position FROM (
                SELECT host, %2$s AS log, template, %3$s FROM event
                WHERE %4$s AND template_id <> 0 AND %5$s
                GROUP BY 1, 2, 3
                UNION ALL
                SELECT host, %2$s, regexp_extract(message, %1$s), %3$s FROM event
                WHERE %4$s AND template_id = 0 AND regexp_matches(message, %1$s)
                GROUP BY 1, 2, 3)
            WHERE events > 0
            ORDER BY before > 0, events DESC, host, log, template, position LIMIT 300
            """
                .formatted(
                    ReviewSql.literal(ReviewSql.anyOf(context.policy().keywords())),
                    ReviewSql.LOG,
                    figures,
                    both,
                    sql.kind(
                        both,
                        "regexp_matches(template, "
                            + ReviewSql.literal(ReviewSql.anyOf(context.policy().keywords()))
                            + ")")));
    Table grave =
        context.table(
            "severities",
            """
            SELECT * FROM (SELECT host, %s AS log, severity, %s FROM event
              WHERE %s AND severity <= 3 GROUP BY 1, 2, 3)
            WHERE events > 0 ORDER BY severity, events DESC, host, log LIMIT 300
            """
                .formatted(ReviewSql.LOG, figures, both));
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
}
