package org.hinomi.collector.review.statistics;

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
 * How much each source writes: by day against its own usual day (robust z = 0.6745 · (events −
 * median) / spread; spread is the median absolute deviation, at least a twentieth of the median and
 * at least 1; working days and days off apart), by week against the week before, by period against
 * the period before.
 */
public final class TrendCheck implements Check {
  private static final Kind OUTLIER = new Kind("volume-outlier", Purpose.DISCOVERY, "CA");
  private static final Kind CHANGE = new Kind("trend-change", Purpose.PREVENTION, "A");

  /** Fewer events are nothing to compare. */
  private static final long ENOUGH = 1000;

  @Override
  public String id() {
    return "trend";
  }

  @Override
  public Step step() {
    return Step.STATISTICS;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    ReviewSql sql = context.sql();
    String named = sql.sources(sql.previousStart(), context.period().end(), "day");
    String from = "DATE '" + context.period().from() + "'";
    Table days =
        context.table(
            "trend-days",
            """
            SELECT CAST(moment AS DATE) AS day, source, CAST(sum(n) AS BIGINT) AS events FROM %s
            WHERE moment >= %s GROUP BY 1, 2 ORDER BY 1, 2
            """
                .formatted(named, from));
    Table weeks =
        context.table(
            "trend-weeks",
            """
            SELECT week, source, events, before,
              CASE WHEN before > 0 THEN round(100.0 * (events - before) / before, 1) END AS change
            FROM (SELECT week, source, events,
                lag(events) OVER (PARTITION BY source ORDER BY week) AS before FROM (
                SELECT CAST(date_trunc('week', moment) AS DATE) AS week, source,
                  CAST(sum(n) AS BIGINT) AS events FROM %s GROUP BY 1, 2))
            WHERE week >= %s - 6 ORDER BY 1, 2
            """
                .formatted(named, from));
    Table periods =
        context.table(
            "trend-period",
            """
            SELECT source, events, before, CASE WHEN before > 0
              THEN round(100.0 * (events - before) / before, 1) END AS change
            FROM (SELECT source, CAST(sum(CASE WHEN moment >= %2$s THEN n ELSE 0 END) AS BIGINT)
                AS events, CAST(sum(CASE WHEN moment < %2$s THEN n ELSE 0 END) AS BIGINT) AS before
              FROM %1$s GROUP BY 1) ORDER BY 1
            """
                .formatted(named, from));
    Table outliers =
        context.table(
            "outliers",
            """
            WITH daily AS (SELECT source, CAST(moment AS DATE) AS day, %3$s AS working_day,
                CAST(sum(n) AS BIGINT) AS events FROM %1$s GROUP BY 1, 2, 3),
            usual AS (SELECT source AS of_source, working_day AS of_kind,
                median(events) AS usual, mad(events) AS spread, count(*) AS days
              FROM daily GROUP BY 1, 2)
            SELECT source, day, working_day, events, usual, days,
              round(0.6745 * (events - usual) / greatest(spread, usual * 0.05, 1), 2) AS z
            FROM daily JOIN usual ON source = of_source AND working_day = of_kind
            WHERE day >= %2$s AND days >= 4 ORDER BY abs(z) DESC, source, day LIMIT 100
            """
                .formatted(named, from, sql.sourceWorkingDay("moment")));
    List<Observation> seen = new ArrayList<>();
    outliers(context, outliers, seen);
    changes(context, periods, seen);
    return new Result(List.of(days, weeks, periods, outliers), seen);
  }

  private static void outliers(ReviewContext context, Table outliers, List<Observation> seen) {
    for (Table.Row row : outliers.list()) {
      if (row.number("z") >= context.policy().thresholds().outlier()
          && row.whole("events") >= ENOUGH
          && row.whole("events") >= 3 * row.number("usual")) {
        seen.add(
            new Observation(
                OUTLIER,
                Severity.LOW,
                row.text("source") + " " + row.text("day"),
                List.of(
                    row.text("source"),
                    row.text("day"),
                    row.text("events"),
                    row.text("usual"),
                    row.text("z")),
                outliers.evidence(List.of())));
      }
    }
  }

  private static void changes(ReviewContext context, Table periods, List<Observation> seen) {
    double factor = context.policy().thresholds().change();
    for (Table.Row row : periods.list()) {
      long events = row.whole("events");
      long before = row.whole("before");
      boolean enough = before > 0 && Math.max(events, before) >= ENOUGH;
      if (enough && (events >= before * factor || events * factor <= before)) {
        seen.add(
            new Observation(
                CHANGE,
                Severity.LOW,
                row.text("source") + " " + context.period().text(),
                List.of(
                    row.text("source"),
                    Long.toString(before),
                    Long.toString(events),
                    row.text("change")),
                periods.evidence(List.of())));
      }
    }
  }
}
