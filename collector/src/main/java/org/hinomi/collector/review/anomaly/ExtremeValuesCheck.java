package org.hinomi.collector.review.anomaly;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
 * Numbers in events that are far beyond what is usual for their log: bytes, sizes, recipients.
 * Sizes differ by factors, so distances are measured on a logarithm: x = log2(1 + value) rounded to
 * an eighth; robust z = (x − median) / (interquartile range / 1.349), the range taken as at least
 * 1.
 */
public final class ExtremeValuesCheck implements Check {
  private static final Kind EXTREME = new Kind("extreme-value", Purpose.DISCOVERY, "C");

  /** Fields whose values are amounts. */
  private static final List<String> FIELDS =
      List.of(
          "source.bytes",
          "destination.bytes",
          "http.response.bytes",
          "network.bytes",
          "email.size",
          "email.recipient_count");

  private static final int SHOWN = 20;

  @Override
  public String id() {
    return "extreme-values";
  }

  @Override
  public Step step() {
    return Step.ANOMALIES;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    Table extremes = context.table("extreme-values", statement(context));
    List<Observation> seen = new ArrayList<>();
    List<String> told = new ArrayList<>();
    for (Table.Row row : extremes.list()) {
      String day = Table.iso(row.whole("time")).substring(0, 10);
      String key =
          row.text("host")
              + " "
              + row.text("log")
              + " "
              + row.text("field")
              + " "
              + row.text("user")
              + " "
              + day;
      if (told.size() < SHOWN && !told.contains(key)) {
        told.add(key);
        seen.add(
            new Observation(
                EXTREME,
                Severity.MEDIUM,
                key,
                List.of(
                    row.text("host"),
                    row.text("log"),
                    row.text("field"),
                    row.text("value"),
                    row.text("usual"),
                    row.text("user").isEmpty() ? "-" : row.text("user"),
                    context.local(row.whole("time"))),
                extremes.evidence(List.of(row.whole("position")))));
      }
    }
    return new Result(List.of(extremes), seen);
  }

  /**
   * First how often each combination of rounded values comes, which is a small table; its quartiles
   * give bounds for each log, and only what is beyond them is looked at one by one.
   */
  private static String statement(ReviewContext context) {
    return """
        WITH combination AS (SELECT %1$s AS log, %2$s, count(*) AS n FROM event
          WHERE %3$s AND (%4$s) GROUP BY 1, 2, 3, 4, 5, 6, 7),
        amount AS (%5$s),
        summed AS (SELECT *, sum(n) OVER (PARTITION BY log, field ORDER BY x) AS below,
          sum(n) OVER (PARTITION BY log, field) AS total
          FROM (SELECT log, field, x, sum(n) AS n FROM amount GROUP BY 1, 2, 3)),
        spread AS (SELECT log AS of_log, field AS of_field, CAST(max(total) AS BIGINT) AS events,
          min(x) FILTER (below >= total * 0.5) AS middle,
          greatest(min(x) FILTER (below >= total * 0.75) - min(x) FILTER (below >= total * 0.25), 1)
            / 1.349 AS width FROM summed GROUP BY 1, 2 HAVING max(total) >= 30),
        bound AS (SELECT of_log AS bound_log, %6$s FROM spread GROUP BY 1),
        far AS (SELECT * FROM (SELECT host, %1$s AS log, user_name, time, position, %7$s FROM event
          WHERE %3$s AND (%4$s)) JOIN bound ON log = bound_log WHERE %8$s),
        single AS (%9$s)
        SELECT host, log, field, user_name AS "user", value, round(pow(2, middle) - 1) AS usual,
          round((x - middle) / width, 2) AS z, events, time, position
        FROM (SELECT *, round(log2(1 + value) * 8) / 8 AS x FROM single WHERE value >= 0)
        JOIN spread ON log = of_log AND field = of_field
        WHERE (x - middle) / width >= %10$s ORDER BY z DESC, value DESC, position LIMIT 200
        """
        .formatted(
            ReviewSql.LOG,
            each("round(log2(1 + greatest(%2$s, 0)) * 8) / 8 AS x%3$d", ", "),
            context.sql().period(),
            each("contains(fields, '\"%1$s\":')", " OR "),
            each(
                "SELECT log, '%1$s' AS field, x%3$d AS x, n FROM combination WHERE x%3$d IS NOT NULL",
                " UNION ALL "),
            each(
                "min(CASE WHEN of_field = '%1$s' THEN middle + width * "
                    + context.policy().thresholds().extreme()
                    + " END) AS b%3$d",
                ", "),
            each("%2$s AS v%3$d", ", "),
            each("log2(1 + greatest(v%3$d, 0)) >= b%3$d - 0.1", " OR "),
            each(
                "SELECT host, log, '%1$s' AS field, user_name, time, position, v%3$d AS value"
                    + " FROM far WHERE v%3$d IS NOT NULL",
                " UNION ALL "),
            context.policy().thresholds().extreme());
  }

  /** The same for each field: its name, its value as a number, its number. */
  private static String each(String form, String between) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < FIELDS.size(); i++) {
      String field = FIELDS.get(i);
      all.add(form.formatted(field, ReviewSql.number(field), i));
    }
    return String.join(between, all);
  }
}
