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
    String local = sql.local("time");
    // Nobody's hours: the accounts of machines and of services.
    String people =
        "user_name IS NOT NULL AND NOT suffix(user_name, '$') AND user_name NOT IN ('SYSTEM',"
            + " 'LOCAL SERVICE', 'NETWORK SERVICE', 'ANONYMOUS LOGON', '-', '')";
    Table users =
        context.table(
            "users",
            """
            SELECT user_name AS "user", count(*) AS events,
              count(*) FILTER (outcome = 'success' AND (code IN ('4624', '528', '540', '200', '302')
                OR contains(fields, '"event.category":"authentication"'))) AS logons,
              count(*) FILTER (outcome = 'failure') AS failures,
              count(*) FILTER (contains(fields, '"file.path":')) AS files,
              CAST(sum(coalesce(%6$s, 0) + coalesce(%7$s, 0) + coalesce(%8$s, 0)
                + coalesce(%9$s, 0)) AS BIGINT) AS bytes,
              count(DISTINCT host) AS hosts, count(DISTINCT source_ip) AS addresses,
              count(DISTINCT CAST(%1$s AS DATE)) AS days,
              count(*) FILTER (NOT %2$s) AS off_hours, min(time) AS first, max(time) AS last
            FROM event WHERE %3$s AND %4$s GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %5$d
            """
                .formatted(
                    local,
                    sql.working(local),
                    sql.period(),
                    people,
                    MOST,
                    ReviewSql.number("source.bytes"),
                    ReviewSql.number("destination.bytes"),
                    ReviewSql.number("http.response.bytes"),
                    ReviewSql.number("email.size")));
    Table fresh =
        context.table(
            "first-seen",
            """
            WITH pair AS (
              SELECT user_name AS who, 'host' AS what, host AS value, count(*) AS events,
                min(time) AS first, min(position) AS position
              FROM event WHERE ((%1$s) OR (%2$s)) AND %3$s GROUP BY 1, 2, 3
              UNION ALL
              SELECT user_name, 'address', source_ip, count(*), min(time), min(position)
              FROM event WHERE ((%1$s) OR (%2$s)) AND %3$s AND source_ip IS NOT NULL
              GROUP BY 1, 2, 3),
            known AS (SELECT who AS known_who FROM pair GROUP BY 1 HAVING min(first) < %4$s)
            SELECT who AS "user", what, value, events, first, position
            FROM pair JOIN known ON who = known_who WHERE first >= %4$s
            ORDER BY first, who, what, value LIMIT 500
            """
                .formatted(
                    sql.period(),
                    sql.baseline(),
                    people,
                    ReviewSql.time(context.period().start())));
    Table nights =
        context.table(
            "user-off-hours",
            """
            WITH hourly AS (SELECT user_name AS who, date_trunc('%1$s', %2$s) AS moment, count(*) AS n,
                count(*) FILTER (contains(fields, '"file.path":')) AS files,
                min(position) AS position FROM event WHERE %3$s AND %4$s GROUP BY 1, 2),
            daily AS (SELECT who, CAST(moment AS DATE) AS day,
                CAST(sum(CASE WHEN %5$s THEN 0 ELSE n END) AS BIGINT) AS events,
                CAST(sum(CASE WHEN %5$s THEN 0 ELSE files END) AS BIGINT) AS files,
                min(CASE WHEN NOT %5$s THEN position END) AS position FROM hourly GROUP BY 1, 2),
            usual AS (SELECT who AS of_who, median(events) AS usual,
                quantile_cont(events, 0.9) AS high, count(*) AS days FROM daily GROUP BY 1)
            SELECT who AS "user", day, events, files, usual, days, position
            FROM daily JOIN usual ON who = of_who
            WHERE events >= %6$d AND days >= 5 AND events >= 5 * greatest(high, 1)
            ORDER BY events DESC, who, day LIMIT 200
            """
                .formatted(
                    sql.workingUnit(), local, sql.period(), people, sql.working("moment"), ENOUGH));
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
