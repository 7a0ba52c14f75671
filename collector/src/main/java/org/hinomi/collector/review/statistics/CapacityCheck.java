package org.hinomi.collector.review.statistics;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
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
 * How full machines are and where that leads: a straight line (least squares) through the means of
 * the days. Foretold is only what the line explains for the greater part (r² of at least 0.5).
 */
public final class CapacityCheck implements Check {
  private static final Kind FULL = new Kind("capacity-full", Purpose.PREVENTION, "A");
  private static final Kind FORECAST = new Kind("capacity-forecast", Purpose.PREVENTION, "A");
  private static final Kind HIGH = new Kind("capacity-high", Purpose.PREVENTION, "A");
  private static final int DAYS = 7;

  private static final Pattern MOUNTED =
      Pattern.compile("^.*system\\.filesystem\\.mountpoint=([^,]*).*$");

  /** Programs that run or wait for a processor; looked at by processor. */
  private static final String LOAD = "system.cpu.load_average.15m";

  /** Of which it is known what is too much, besides disks. */
  private static final Set<String> SHARES =
      Set.of(
          "system.cpu.utilization", LOAD, "system.memory.utilization", "system.paging.utilization");

  @Override
  public String id() {
    return "capacity";
  }

  @Override
  public Step step() {
    return Step.STATISTICS;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    ReviewSql sql = context.sql();
    String daily =
        """
        SELECT host, metric, attributes, CAST(%1$s AS DATE) AS day,
          sum(avg * count) / sum(count) / any_value(coalesce(cpus, 1)) AS mean,
          max(max) / any_value(coalesce(cpus, 1)) AS peak
        FROM sample_hour LEFT JOIN (
          SELECT host AS of_host, '%4$s' AS of_metric, greatest(max(max), 1) AS cpus
          FROM sample_hour WHERE time >= %2$s AND time < %3$s
            AND metric = 'system.cpu.logical.count' GROUP BY 1)
          ON host = of_host AND metric = of_metric
        WHERE time >= %2$s AND time < %3$s
          AND metric IN ('system.cpu.utilization', '%4$s', 'system.memory.utilization',
            'system.paging.utilization', 'system.filesystem.utilization', 'system.network.io',
            'hw.temperature')
          AND NOT contains(attributes, 'cpu.mode') GROUP BY 1, 2, 3, 4\
        """
            .formatted(
                sql.local("time"),
                ReviewSql.time(context.period().start()),
                ReviewSql.time(context.period().end()),
                LOAD);
    Table capacity =
        context.table(
            "capacity",
            """
            WITH daily AS (%s),
            line AS (SELECT host, metric, attributes, count(*) AS days,
                round(avg(mean), 4) AS mean, round(max(peak), 4) AS peak,
                round(arg_max(mean, day), 4) AS latest,
                round(regr_slope(mean, date_diff('day', DATE '%s', day)), 6) AS slope,
                round(pow(corr(mean, date_diff('day', DATE '%s', day)), 2), 3) AS r2
              FROM daily GROUP BY 1, 2, 3)
            SELECT host, metric, attributes, days, mean, peak, latest, slope, r2,
              CASE WHEN slope > 0.0001 AND suffix(metric, '.utilization') THEN greatest(0, round((1 - latest) / slope)) END
                AS days_to_full
            FROM line ORDER BY 1, 2, 3
            """
                .formatted(daily, context.period().from(), context.period().from()));
    Table days =
        context.table(
            "capacity-days",
            "SELECT host, metric, attributes, day, round(mean, 4) AS mean, round(peak, 4) AS peak"
                + " FROM ("
                + daily
                + ") ORDER BY 1, 2, 3, 4");
    List<Observation> seen = new ArrayList<>();
    for (Table.Row row : capacity.list()) {
      observe(context, capacity, row, seen);
    }
    return new Result(List.of(capacity, days), seen);
  }

  private static void observe(
      ReviewContext context, Table capacity, Table.Row row, List<Observation> seen) {
    double full = context.policy().thresholds().full();
    boolean disk = row.text("metric").equals("system.filesystem.utilization");
    String key = row.text("host") + " " + row.text("metric") + " " + row.text("attributes");
    List<String> arguments =
        List.of(
            row.text("host"),
            row.text("metric"),
            place(row.text("attributes")),
            percent(row.number("latest")),
            row.has("days_to_full") ? Long.toString((long) row.number("days_to_full")) : "-");
    boolean line = row.whole("days") >= DAYS && row.has("days_to_full") && row.number("r2") >= 0.5;
    if (disk && row.number("latest") >= full) {
      seen.add(observation(FULL, Severity.MEDIUM, key, arguments, capacity));
    } else if (line
        && row.number("days_to_full") <= context.policy().thresholds().forecast().toDays()) {
      seen.add(
          observation(FORECAST, disk ? Severity.MEDIUM : Severity.LOW, key, arguments, capacity));
    } else if (SHARES.contains(row.text("metric")) && row.number("mean") >= full) {
      seen.add(observation(HIGH, Severity.LOW, key, arguments, capacity));
    }
  }

  private static Observation observation(
      Kind kind, Severity severity, String key, List<String> arguments, Table capacity) {
    return new Observation(kind, severity, key, arguments, capacity.evidence(List.of()));
  }

  /** Where a disk is mounted, which says more than its device; else all that is said. */
  public static String place(String attributes) {
    return MOUNTED.matcher(attributes).replaceFirst("$1");
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }
}
