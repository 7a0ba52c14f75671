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
    String from = ReviewSql.time(context.period().start());
    Table events =
        context.table(
            "new-events",
            """
            WITH kinds AS (
              SELECT template_id AS kind, count(*) FILTER (time >= %1$s) AS events,
                count(*) FILTER (time < %1$s) AS before, min(position) FILTER (time >= %1$s) AS moment
              FROM event WHERE (%2$s) OR (%3$s) GROUP BY 1),
            rare AS (SELECT * FROM kinds
              WHERE events > 0 AND kind <> 0 AND before <= %4$d AND (before = 0 OR events <= %4$d)
              ORDER BY before, events, moment LIMIT 200)
            SELECT before, events, host, %5$s AS log, code, severity, time,
              left(template, 300) AS template, position
            FROM event JOIN rare ON position = moment
            ORDER BY before, coalesce(severity, 9), events, position
            """
                .formatted(from, sql.period(), sql.baseline(), RARE, ReviewSql.LOG));
    Table count =
        context.table(
            "new-event-count",
            """
            SELECT count(*) AS kinds, count(*) FILTER (before = 0) AS never_before,
              count(*) FILTER (before BETWEEN 1 AND %4$d AND events <= %4$d) AS rare FROM (
              SELECT template_id, count(*) FILTER (time >= %1$s) AS events,
                count(*) FILTER (time < %1$s) AS before
              FROM event WHERE (%2$s) OR (%3$s) GROUP BY 1)
            WHERE events > 0
            """
                .formatted(from, sql.period(), sql.baseline(), RARE));
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
