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
    Table heat =
        context.table(
            "heat-map",
            """
            SELECT isodow(moment) AS weekday, hour(moment) AS hour, CAST(sum(n) AS BIGINT) AS events
            FROM %s GROUP BY 1, 2 ORDER BY 1, 2
            """
                .formatted(sql.steps(sql.period(), "hour")));
    Table hours =
        context.table(
            "hours",
            """
            SELECT moment AS hour, CAST(sum(n) AS BIGINT) AS events,
              CAST(sum(CASE WHEN %s THEN 0 ELSE n END) AS BIGINT) AS off_hours
            FROM %s GROUP BY 1 ORDER BY 1
            """
                .formatted(sql.working("moment"), sql.steps(sql.period(), "hour")));
    Table words =
        context.table(
            "keyword-days",
            """
            SELECT word, CAST(moment AS DATE) AS day, CAST(sum(n) AS BIGINT) AS events FROM (
              SELECT lower(regexp_extract(template, %1$s)) AS word, moment, n FROM (
                SELECT template, date_trunc('day', %2$s) AS moment, count(*) AS n FROM event
                WHERE %3$s AND template_id <> 0 AND %4$s GROUP BY 1, 2))
            GROUP BY 1, 2 ORDER BY 1, 2
            """
                .formatted(
                    ReviewSql.literal(ReviewSql.anyOf(context.policy().keywords())),
                    sql.local("time"),
                    sql.period(),
                    sql.kind(
                        sql.period(),
                        "regexp_matches(template, "
                            + ReviewSql.literal(ReviewSql.anyOf(context.policy().keywords()))
                            + ")")));
    return new Result(List.of(heat, hours, words), List.of());
  }
}
