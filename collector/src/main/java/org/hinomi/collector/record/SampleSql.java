package org.hinomi.collector.record;

import java.util.List;
import java.util.OptionalLong;
import org.hinomi.collector.record.AggregateQuery.Steps;

/**
 * Writes questions for samples. A step is put together from the roll-ups that fit it, the samples
 * that are not rolled up yet, and, where the finer roll-ups are deleted, the coarser ones.
 */
final class SampleSql {
  private final Rolled rolled;
  private final String series;

  /**
   * Writes for one moment of the history.
   *
   * @param series numbers asked for, ascending; empty: none
   * @param all whether these are all there are
   */
  SampleSql(Rolled rolled, List<Integer> series, boolean all) {
    this.rolled = rolled;
    this.series = all ? "TRUE" : chosen(series);
  }

  /** Columns: t, host, metric, attributes, position, value, reason. */
  ConditionSql samples(Window window) {
    String where = " WHERE " + series + " AND " + span(window.from(), window.to());
    return new ConditionSql()
        .text(
            "SELECT epoch_us(time) AS t, host, metric, attributes, position, value, reason FROM ("
                + "SELECT time, series, position, value, NULL AS reason FROM sample"
                + where
                + " UNION ALL SELECT time, series, position, NULL, reason FROM unavailable"
                + where
                + ") JOIN series ON id = series ORDER BY ALL");
  }

  /** Columns: step, shift, host, metric, attributes, min, max, avg, last, count. */
  ConditionSql steps(Steps steps, Window window) {
    StepSql asked = new StepSql(steps, window);
    OptionalLong from = window.from().stream().map(asked::begin).findFirst();
    OptionalLong to = window.to().stream().map(asked::end).findFirst();
    StepSql step = new StepSql(steps, new Window(from, to, false));
    ConditionSql sql = new ConditionSql();
    sql.text("SELECT step, shift, host, metric, attributes, low, high,");
    // The sum of equal numbers, divided, may come out beside them.
    sql.text(" greatest(low, least(high, total / n)), last, n FROM (");
    sql.text("SELECT step, shift, series, min(low) AS low, max(high) AS high,");
    sql.text(" sum(total) AS total, arg_max(last, last_time) AS last, sum(count)::BIGINT AS n");
    sql.text(" FROM (SELECT series, count, low, high, total, last, last_time, ");
    step.write(sql);
    sql.text(" FROM (").text(pieces(step.resolution(), from, to)).text("))");
    sql.text(" GROUP BY step, shift, series) JOIN series ON id = series");
    return sql.text(" ORDER BY step - shift, host, metric, attributes, step");
  }

  /** The span from the resolution asked for, and what is older than it from the coarser ones. */
  private String pieces(Resolution finest, OptionalLong from, OptionalLong to) {
    StringBuilder pieces = new StringBuilder();
    OptionalLong end = to;
    for (Resolution resolution : Resolution.values()) {
      if (resolution.compareTo(finest) < 0) {
        continue;
      }
      long kept = rolled.from(resolution);
      boolean last = resolution == Resolution.HOUR || from.orElse(HotSchema.START) >= kept;
      OptionalLong begin = last ? from : OptionalLong.of(kept);
      if (resolution != Resolution.RAW) {
        begin =
            begin.stream()
                .map(time -> Math.floorDiv(time, resolution.micros()) * resolution.micros())
                .findFirst();
      }
      if (!pieces.isEmpty()) {
        pieces.append(" UNION ALL ");
      }
      piece(pieces, resolution, begin, end);
      if (last) {
        break;
      }
      end = OptionalLong.of(Math.min(kept, to.orElse(Long.MAX_VALUE)));
    }
    return pieces.toString();
  }

  private void piece(
      StringBuilder pieces, Resolution resolution, OptionalLong from, OptionalLong to) {
    String where = " WHERE " + series + " AND " + span(from, to);
    if (resolution != Resolution.RAW) {
      for (Resolution.Tier tier : resolution.tiers()) {
        pieces.append("SELECT series, time, count, low, high, total, last, last_time FROM ");
        pieces.append(tier.table()).append(where).append(" UNION ALL ");
      }
      where += " AND position >= " + rolled.position();
    }
    pieces.append("SELECT series, time, 1::BIGINT AS count, value AS low, value AS high,");
    pieces.append(" value AS total, value AS last, time AS last_time FROM sample").append(where);
  }

  /** Constants, not parameters: the blocks that cannot hold them are passed over. */
  private static String span(OptionalLong from, OptionalLong to) {
    StringBuilder span = new StringBuilder("TRUE");
    from.ifPresent(time -> span.append(" AND time >= make_timestamp(").append(time).append(")"));
    to.ifPresent(time -> span.append(" AND time < make_timestamp(").append(time).append(")"));
    return span.toString();
  }

  private static String chosen(List<Integer> series) {
    if (series.isEmpty()) {
      return "FALSE";
    }
    StringBuilder chosen = new StringBuilder("series BETWEEN ");
    chosen.append(series.getFirst()).append(" AND ").append(series.getLast());
    if (series.getLast() - series.getFirst() + 1 > series.size()) {
      chosen.append(" AND series IN (");
      for (int i = 0; i < series.size(); i++) {
        chosen.append(i == 0 ? "" : ", ").append(series.get(i));
      }
      chosen.append(")");
    }
    return chosen.toString();
  }
}
