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
 * Days on which a source wrote far more than usual outside of working hours, or of the hours in
 * which it is in use where the register says so. Days off are compared with days off, nights with
 * nights: robust z = 0.6745 · (events − median) / spread, where spread is the median absolute
 * deviation, at least a twentieth of the median and at least 1.
 */
public final class OffHoursCheck implements Check {
  private static final Kind OFF_HOURS = new Kind("off-hours-volume", Purpose.DISCOVERY, "C");

  /** Fewer events are no volume. */
  private static final long ENOUGH = 50;

  @Override
  public String id() {
    return "off-hours";
  }

  @Override
  public Step step() {
    return Step.ANOMALIES;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    ReviewSql sql = context.sql();
    Table days =
        context.table(
            "off-hours",
            """
            WITH daily AS (
              SELECT source, CAST(moment AS DATE) AS day, %1$s AS working_day,
                CAST(sum(CASE WHEN %2$s THEN 0 ELSE n END) AS BIGINT) AS events
              FROM %3$s GROUP BY 1, 2, 3),
            usual AS (
              SELECT source AS of_source, working_day AS of_kind, median(events) AS usual,
                mad(events) AS spread, count(*) AS days FROM daily GROUP BY 1, 2)
            SELECT source, day, working_day, events, usual, days,
              round(0.6745 * (events - usual) / greatest(spread, usual * 0.05, 1), 2) AS z
            FROM daily JOIN usual ON source = of_source AND working_day = of_kind
            WHERE day >= DATE '%4$s' ORDER BY z DESC, source, day LIMIT 300
            """
                .formatted(
                    sql.sourceWorkingDay("moment"),
                    sql.sourceWorking("moment"),
                    sql.sources(sql.previousStart(), context.period().end(), ReviewSql.SLOT),
                    context.period().from()));
    List<Observation> seen = new ArrayList<>();
    for (Table.Row row : days.list()) {
      if (row.whole("days") >= 4
          && row.whole("events") >= ENOUGH
          && row.whole("events") >= 3 * row.number("usual")
          && row.number("z") >= context.policy().thresholds().outlier()) {
        seen.add(
            new Observation(
                OFF_HOURS,
                Severity.MEDIUM,
                row.text("source") + " " + row.text("day"),
                List.of(
                    row.text("source"),
                    row.text("day"),
                    row.text("events"),
                    row.text("usual"),
                    row.text("z")),
                days.evidence(List.of())));
      }
    }
    return new Result(List.of(days), seen);
  }
}
