package org.hinomi.collector.review.anomaly;

import java.io.IOException;
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

/** Kinds of events that were never, or hardly ever, seen before the period. */
public final class NewEventsCheck implements Check {
  private static final Kind NEW_EVENTS = new Kind("new-events", Purpose.DISCOVERY, "CIA");

  /** A kind that came so often at most is rare. */
  private static final int RARE = 2;

  @Override
  public String id() {
    return "new-events";
  }

  @Override
  public Step step() {
    return Step.ANOMALIES;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    ReviewSql sql = context.sql();
    String kinds =
        """
        SELECT kind, CAST(coalesce(sum(n) FILTER (day >= %1$s), 0) AS BIGINT) AS events,
          CAST(coalesce(sum(n) FILTER (day < %1$s), 0) AS BIGINT) AS before,
          min(first_position) FILTER (day >= %1$s) AS moment
        FROM %2$s GROUP BY 1\
        """
            .formatted(
                "TIMESTAMP '" + context.period().from() + " 00:00:00'",
                sql.fact("kinds", sql.baselineStart(), context.period().end()));
    String rare =
        """
        SELECT * FROM (%1$s)
        WHERE events > 0 AND kind <> 0 AND before <= %2$d AND (before = 0 OR events <= %2$d)
        ORDER BY before, events, moment LIMIT 200\
        """
            .formatted(kinds, RARE);
    Table events =
        context.table(
            "new-events",
            """
            WITH rare AS (%s)
            SELECT before, events, host, %s AS log, code, severity, time,
              left(template, 300) AS template, position
            FROM %s JOIN rare ON position = moment
            ORDER BY before, coalesce(severity, 9), events, position
            """
                .formatted(rare, ReviewSql.LOG, ReviewContext.PICKED),
            "position, host, channel, app, transport, code, severity, time, template",
            "SELECT moment FROM (" + rare + ")");
    Table count =
        context.table(
            "new-event-count",
            """
            SELECT count(*) AS kinds, count(*) FILTER (before = 0) AS never_before,
              count(*) FILTER (before BETWEEN 1 AND %2$d AND events <= %2$d) AS rare
            FROM (%1$s) WHERE events > 0
            """
                .formatted(kinds, RARE));
    Table.Row row = count.list().getFirst();
    List<Observation> seen =
        row.whole("never_before") == 0
            ? List.of()
            : List.of(
                new Observation(
                    NEW_EVENTS,
                    Severity.INFO,
                    context.period().text(),
                    List.of(row.text("never_before"), row.text("kinds")),
                    count.evidence(
                        events.list().stream().map(each -> each.whole("position")).toList())));
    return new Result(List.of(count, events), seen);
  }
}
