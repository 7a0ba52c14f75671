package org.hinomi.collector.review.present;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.Kind;
import org.hinomi.collector.review.Notable;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.Purpose;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.ReviewSql;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.Step;
import org.hinomi.collector.review.Table;

/**
 * Numbers that Windows gave to records and that are not here. Only where the count of a channel is
 * not what its first and last number say are the records put in order.
 */
public final class RecordGapsCheck implements Check {
  private static final Kind GAP = new Kind("record-gap", Purpose.DISCOVERY, "IA");
  private static final Kind CLEARED = new Kind("log-cleared", Purpose.DISCOVERY, "CI");

  /** Gaps of one review that are shown. */
  private static final int MOST = 500;

  @Override
  public String id() {
    return "record-gaps";
  }

  @Override
  public Step step() {
    return Step.PRESENT;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    ReviewSql sql = context.sql();
    String numbered =
        """
        SELECT host, log AS channel, min(least_record) AS first_number,
          max(most_record) AS last_number, CAST(sum(records) AS BIGINT) AS events
        FROM %s WHERE records > 0 GROUP BY 1, 2\
        """
            .formatted(sql.fact("slots"));
    Table numbers =
        context.table(
            "record-numbers",
            """
            SELECT host, channel, first_number, last_number, events,
              last_number - first_number + 1 - events AS missing
            FROM (%s) ORDER BY 1, 2
            """
                .formatted(numbered));
    Table gaps =
        context.table(
            "record-gaps",
            """
            WITH incomplete AS (
              SELECT host AS of_host, channel AS of_channel FROM (%1$s)
              WHERE last_number - first_number + 1 > events),
            ordered AS (
              SELECT host, channel, record_id, time, position,
                lag(record_id) OVER numbers AS before_id, lag(time) OVER numbers AS before_time
              FROM event JOIN incomplete ON host = of_host AND channel = of_channel
              WHERE %2$s AND record_id IS NOT NULL
              WINDOW numbers AS (PARTITION BY host, channel ORDER BY record_id, position)),
            gap AS (
              SELECT host, channel, before_id + 1 AS first_missing, record_id - 1 AS last_missing,
                record_id - before_id - 1 AS missing, least(before_time, time) AS since,
                greatest(before_time, time) AS until, position
              FROM ordered WHERE record_id > before_id + 1
              ORDER BY host, channel, first_missing LIMIT %3$d),
            marker AS (SELECT host AS at_host, time AS moment, coalesce(code, 'agent') AS code
              FROM %5$s WHERE %2$s AND (%4$s))
            SELECT host, channel, first_missing, last_missing, missing, since, until, position,
              string_agg(DISTINCT marker.code, ' ' ORDER BY marker.code) AS explained
            FROM gap LEFT JOIN marker ON at_host = host
              AND moment BETWEEN since - to_seconds(60) AND until + to_seconds(60)
            GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1, 2, 3
            """
                .formatted(numbered, sql.period(), MOST, Notable.GAP_MARKER, sql.notable()));
    Table cleared =
        context.table(
            "log-cleared",
            """
            SELECT host, coalesce(channel, '') AS channel, code, user_name AS "user", time,
              position, left(message, 300) AS message
            FROM %s WHERE %s AND (%s)
            ORDER BY time, position LIMIT 500
            """
                .formatted(sql.notable(), sql.period(), Notable.CLEARED));
    List<Observation> seen = new ArrayList<>();
    for (Table.Row gap : gaps.list()) {
      if (gap.has("explained")) {
        continue;
      }
      seen.add(
          new Observation(
              GAP,
              Severity.MEDIUM,
              gap.text("host") + " " + gap.text("channel") + " " + gap.whole("first_missing"),
              List.of(
                  gap.text("host"),
                  gap.text("channel"),
                  gap.text("missing"),
                  gap.text("first_missing"),
                  gap.text("last_missing")),
              gaps.evidence(List.of(gap.whole("position")))));
    }
    for (Table.Row row : cleared.list()) {
      seen.add(
          new Observation(
              CLEARED,
              Severity.HIGH,
              row.text("host") + " " + row.text("channel") + " " + Table.iso(row.whole("time")),
              List.of(
                  row.text("host"),
                  row.text("channel"),
                  row.text("user").isEmpty() ? "?" : row.text("user"),
                  context.local(row.whole("time"))),
              cleared.evidence(List.of(row.whole("position")))));
    }
    return new Result(List.of(numbers, gaps, cleared), seen);
  }
}
