package org.hinomi.collector.review.anomaly;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.review.Amounts;
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
    String spread = spread(context);
    double extreme = context.policy().thresholds().extreme();
    Table extremes =
        context.table(
            "extreme-values",
            statement(context, spread, extreme),
            "position, host, channel, app, transport, user_name, time, fields",
            """
            WITH %s SELECT position FROM (
              SELECT *, round(log2(1e0 + value) * 8) / 8 AS x FROM %s)
            JOIN spread ON log = of_log AND field = of_field
            WHERE (x - middle) / width >= %s
            ORDER BY round((x - middle) / width, 2) DESC, value DESC, position LIMIT %d
            """
                .formatted(spread, context.sql().fact("tops"), extreme, Amounts.SHOWN));
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
   * give what is usual in each log.
   */
  private static String spread(ReviewContext context) {
    return """
        combination AS (%1$s),
        amount AS (%2$s),
        summed AS (SELECT *, sum(n) OVER (PARTITION BY log, field ORDER BY x) AS below,
          sum(n) OVER (PARTITION BY log, field) AS total
          FROM (SELECT log, field, x, sum(n) AS n FROM amount GROUP BY 1, 2, 3)),
        spread AS (SELECT log AS of_log, field AS of_field, CAST(max(total) AS BIGINT) AS events,
          min(x) FILTER (below >= total * 0.5) AS middle,
          greatest(min(x) FILTER (below >= total * 0.75) - min(x) FILTER (below >= total * 0.25), 1)
            / 1.349 AS width FROM summed GROUP BY 1, 2 HAVING max(total) >= 30)\
        """
        .formatted(
            "SELECT * FROM " + context.sql().fact("amounts"),
            Amounts.each(
                "SELECT log, '%1$s' AS field, x%3$d AS x, n FROM combination WHERE x%3$d IS NOT NULL",
                " UNION ALL "));
  }

  /** Only what is beyond the bounds that these give is looked at one by one. */
  private static String statement(ReviewContext context, String spread, double extreme) {
    return """
        WITH %1$s,
        bound AS (SELECT of_log AS bound_log, %2$s FROM spread GROUP BY 1),
        far AS (SELECT * FROM (SELECT host, %3$s AS log, user_name, time, position, %4$s FROM %5$s
          WHERE %6$s AND (%7$s)) JOIN bound ON log = bound_log WHERE %8$s),
        single AS (%9$s)
        SELECT host, log, field, user_name AS "user", value, round(pow(2, middle) - 1) AS usual,
          round((x - middle) / width, 2) AS z, events, time, position
        FROM (SELECT *, round(log2(1e0 + value) * 8) / 8 AS x FROM single WHERE value >= 0)
        JOIN spread ON log = of_log AND field = of_field
        WHERE (x - middle) / width >= %10$s ORDER BY z DESC, value DESC, position LIMIT %11$d
        """
        .formatted(
            spread,
            Amounts.each(
                "min(CASE WHEN of_field = '%1$s' THEN middle + width * "
                    + extreme
                    + " END) AS b%3$d",
                ", "),
            ReviewSql.LOG,
            Amounts.each("%2$s AS v%3$d", ", "),
            ReviewContext.PICKED,
            context.sql().period(),
            Amounts.any(),
            Amounts.each("log2(1e0 + greatest(v%3$d, 0)) >= b%3$d - 0.1", " OR "),
            Amounts.each(
                "SELECT host, log, '%1$s' AS field, user_name, time, position, v%3$d AS value"
                    + " FROM far WHERE v%3$d IS NOT NULL",
                " UNION ALL "),
            extreme,
            Amounts.SHOWN);
  }
}
