package org.hinomi.collector.review.statistics;

import java.io.IOException;
import java.util.List;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.ReviewSql;
import org.hinomi.collector.review.Step;
import org.hinomi.collector.review.Table;

/** What comes most often: kinds of events, and what devices and programs call them. */
public final class FrequentCheck implements Check {

  @Override
  public String id() {
    return "frequent";
  }

  @Override
  public Step step() {
    return Step.STATISTICS;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    String period = context.sql().period();
    Table kinds =
        context.table(
            "frequent",
            """
            WITH kinds AS (SELECT template_id AS kind, count(*) AS events,
                count(DISTINCT host) AS hosts, min(position) AS moment
              FROM event WHERE %1$s GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50)
            SELECT events, round(100.0 * events / (SELECT count(*) FROM event WHERE %1$s), 2)
              AS percent, hosts, host, %2$s AS log, left(template, 300) AS template, position
            FROM event JOIN kinds ON position = moment ORDER BY events DESC, position
            """
                .formatted(period, ReviewSql.LOG));
    Table codes =
        context.table(
            "frequent-codes",
            """
            SELECT coalesce(provider, app, '') AS provider, code, count(*) AS events,
              count(DISTINCT host) AS hosts
            FROM event WHERE %s AND code IS NOT NULL
            GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 50
            """
                .formatted(period));
    return new Result(List.of(kinds, codes), List.of());
  }
}
