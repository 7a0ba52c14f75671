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
    StringBuilder amounts = new StringBuilder();
    for (String field : FIELDS) {
      amounts
          .append(amounts.isEmpty() ? "" : " UNION ALL ")
          .append("SELECT host, log, ")
          .append(ReviewSql.literal(field))
          .append(" AS field, user_name, time, position, TRY_CAST(json_extract_string(fields, ")
          .append(ReviewSql.literal("/" + field))
          .append(") AS BIGINT) AS value FROM holding WHERE contains(fields, ")
          .append(ReviewSql.literal('"' + field + "\":"))
          .append(")");
    }
    Table extremes =
        context.table(
            "extreme-values",
            """
            WITH holding AS (
              SELECT host, %1$s AS log, user_name, time, position, fields FROM event
              WHERE %2$s AND (contains(fields, 'bytes":') OR contains(fields, '"email.')) ),
            amount AS (SELECT *, round(log2(1 + value) * 8) / 8 AS x FROM (%3$s) WHERE value >= 0),
            spread AS (SELECT log AS of_log, field AS of_field, count(*) AS n, median(x) AS middle,
              greatest(quantile_cont(x, 0.75) - quantile_cont(x, 0.25), 1) / 1.349 AS width
              FROM amount GROUP BY 1, 2)
            SELECT host, log, field, user_name AS "user", value,
              round(pow(2, middle) - 1) AS usual, round((x - middle) / width, 2) AS z, n AS events,
              time, position
            FROM amount JOIN spread ON log = of_log AND field = of_field
            WHERE n >= 30 AND (x - middle) / width >= %4$s
            ORDER BY z DESC, value DESC, position LIMIT 200
            """
                .formatted(
                    ReviewSql.LOG,
                    context.sql().period(),
                    amounts,
                    context.policy().thresholds().extreme()));
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
}
