package org.hinomi.collector.review.statistics;

import java.io.IOException;
import java.util.List;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.ReviewSql;
import org.hinomi.collector.review.Step;
import org.hinomi.collector.review.Table;

/** When things happen: hour × weekday, each hour of the period, and declared words by day. */
public final class HoursCheck implements Check {

  @Override
  public String id() {
    return "hours";
  }

  @Override
  public Step step() {
    return Step.STATISTICS;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    ReviewSql sql = context.sql();
    String steps = sql.steps(context.period().start(), context.period().end(), "hour");
    String pattern = ReviewSql.literal(ReviewSql.anyOf(context.policy().keywords()));
    Table heat =
        context.table(
            "heat-map",
            """
            SELECT isodow(moment) AS weekday, hour(moment) AS hour, CAST(sum(n) AS BIGINT) AS events
            FROM %s GROUP BY 1, 2 ORDER BY 1, 2
            """
                .formatted(steps));
    Table hours =
        context.table(
            "hours",
            """
            SELECT moment AS hour, CAST(sum(n) AS BIGINT) AS events,
              CAST(sum(CASE WHEN %s THEN 0 ELSE n END) AS BIGINT) AS off_hours
            FROM %s GROUP BY 1 ORDER BY 1
            """
                .formatted(sql.working("moment"), steps));
    Table words =
        context.table(
            "keyword-days",
            """
            WITH word AS (SELECT kind AS its_kind, lower(regexp_extract(min(template), %1$s)) AS word
              FROM %2$s WHERE kind <> 0 AND regexp_matches(template, %1$s) GROUP BY 1)
            SELECT word, CAST(day AS DATE) AS day, CAST(sum(n) AS BIGINT) AS events
            FROM %3$s JOIN word ON kind = its_kind GROUP BY 1, 2 ORDER BY 1, 2
            """
                .formatted(pattern, sql.fact("templates"), sql.fact("kinds")));
    return new Result(List.of(heat, hours, words), List.of());
  }
}
