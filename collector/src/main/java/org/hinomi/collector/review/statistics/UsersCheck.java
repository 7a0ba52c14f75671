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

/** What people do: logons, refusals, files, bytes, hours; and where they are for the first time. */
public final class UsersCheck implements Check {
  private static final Kind NIGHTS = new Kind("user-off-hours", Purpose.DISCOVERY, "C");

  /** Users that are shown. */
  private static final int MOST = 300;

  /** Somebody who works in the day and has so many events at night on one day is asked why. */
  private static final long ENOUGH = 50;

  @Override
  public String id() {
    return "users";
  }

  @Override
  public Step step() {
    return Step.STATISTICS;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    ReviewSql sql = context.sql();
    String local = sql.local("slot");
    Table users =
        context.table(
            "users",
            """
            WITH summed AS (SELECT user_name, CAST(sum(n) AS BIGINT) AS events,
                CAST(sum(logons) AS BIGINT) AS logons, CAST(sum(failures) AS BIGINT) AS failures,
                CAST(sum(files) AS BIGINT) AS files, %7$s AS bytes,
                count(DISTINCT CAST(%1$s AS DATE)) AS days,
                CAST(sum(CASE WHEN %2$s THEN 0 ELSE n END) AS BIGINT) AS off_hours,
                min(first) AS first, max(last) AS last FROM %3$s GROUP BY 1),
              hosts AS (SELECT user_name AS at_hosts, count(DISTINCT host) AS hosts FROM %4$s
                GROUP BY 1),
              clients AS (SELECT user_name AS at_clients, count(DISTINCT source_ip) AS addresses
                FROM %5$s GROUP BY 1)
            SELECT user_name AS "user", events, logons, failures, files, bytes, hosts,
              coalesce(addresses, 0) AS addresses, days, off_hours, first, last
            FROM summed JOIN hosts ON user_name = at_hosts
              LEFT JOIN clients ON user_name = at_clients
            ORDER BY 2 DESC, 1 LIMIT %6$d
            """
                .formatted(
                    local,
                    sql.working(local),
                    sql.fact("users"),
                    sql.fact("hosts"),
                    sql.fact("clients"),
                    MOST,
                    ReviewSql.total("sum(bytes)")));
    Table fresh =
        context.table(
            "first-seen",
            """
            WITH pair AS (
              SELECT user_name AS who, 'host' AS what, host AS value,
                CAST(sum(n) AS BIGINT) AS events, min(first) AS first,
                min(first_position) AS position
              FROM %2$s GROUP BY 1, 2, 3
              UNION ALL
              SELECT user_name, 'address', source_ip, CAST(sum(n) AS BIGINT), min(first),
                min(first_position)
              FROM %3$s GROUP BY 1, 2, 3),
            known AS (SELECT who AS known_who FROM pair GROUP BY 1 HAVING min(first) < %1$s)
            SELECT who AS "user", what, value, events, first, position
            FROM pair JOIN known ON who = known_who WHERE first >= %1$s
            ORDER BY first, who, what, value LIMIT 500
            """
                .formatted(
                    ReviewSql.time(context.period().start()),
                    sql.fact("hosts", sql.baselineStart(), context.period().end()),
                    sql.fact("clients", sql.baselineStart(), context.period().end())));
    Table nights =
        context.table(
            "user-off-hours",
            """
            WITH slotwise AS (SELECT user_name AS who, %1$s AS moment, sum(n) AS n,
                sum(files) AS files, min(first_position) AS position FROM %2$s GROUP BY 1, 2),
            daily AS (SELECT who, CAST(moment AS DATE) AS day,
                CAST(sum(CASE WHEN %3$s THEN 0 ELSE n END) AS BIGINT) AS events,
                CAST(sum(CASE WHEN %3$s THEN 0 ELSE files END) AS BIGINT) AS files,
                min(CASE WHEN NOT %3$s THEN position END) AS position FROM slotwise GROUP BY 1, 2),
            usual AS (SELECT who AS of_who, median(events) AS usual,
                quantile_cont(events, 0.9) AS high, count(*) AS days FROM daily GROUP BY 1)
            SELECT who AS "user", day, events, files, usual, days, position
            FROM daily JOIN usual ON who = of_who
            WHERE events >= %4$d AND days >= 5 AND events >= 5 * greatest(high, 1)
            ORDER BY events DESC, who, day LIMIT 200
            """
                .formatted(local, sql.fact("users"), sql.working("moment"), ENOUGH));
    List<Observation> seen = new ArrayList<>();
    for (Table.Row row : nights.list()) {
      seen.add(
          new Observation(
              NIGHTS,
              Severity.MEDIUM,
              row.text("user") + " " + row.text("day"),
              List.of(
                  row.text("user"),
                  row.text("day"),
                  row.text("events"),
                  row.text("files"),
                  row.text("usual")),
              nights.evidence(List.of(row.whole("position")))));
    }
    return new Result(List.of(users, fresh, nights), seen);
  }
}
