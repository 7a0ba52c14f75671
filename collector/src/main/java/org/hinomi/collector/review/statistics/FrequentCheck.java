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
    String facts = context.sql().fact("kinds");
    String most =
        """
        SELECT kind, CAST(sum(n) AS BIGINT) AS events, count(DISTINCT host) AS hosts,
          min(first_position) AS moment FROM %s GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50\
        """
            .formatted(facts);
    Table kinds =
        context.table(
            "frequent",
            """
            WITH kinds AS (%1$s)
            SELECT events, round(100.0 * events / (SELECT sum(n) FROM %2$s), 2)
              AS percent, hosts, host, %3$s AS log, left(template, 300) AS template, position
            FROM %4$s JOIN kinds ON position = moment ORDER BY events DESC, position
            """
                .formatted(most, facts, ReviewSql.LOG, ReviewContext.PICKED),
            "position, host, channel, app, transport, template",
            "SELECT moment FROM (" + most + ")");
    Table codes =
        context.table(
            "frequent-codes",
            """
            SELECT program AS provider, code, CAST(sum(n) AS BIGINT) AS events,
              count(DISTINCT host) AS hosts
            FROM %s WHERE code IS NOT NULL
            GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 50
            """
                .formatted(facts));
    return new Result(List.of(kinds, codes), List.of());
  }
}
