package org.hinomi.collector.review.anomaly;

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

/** Logons that were refused: many of one user, or from one address with many users, in an hour. */
public final class FailedLogonsCheck implements Check {
  private static final Kind GUESSING = new Kind("logon-failures", Purpose.DISCOVERY, "C");
  private static final Kind SPRAYING = new Kind("logon-many-users", Purpose.DISCOVERY, "C");
  private static final int MANY_USERS = 5;

  /** Rows of a table: first the worst hour of each user or address and day. */
  private static final int MOST = 200;

  @Override
  public String id() {
    return "failed-logons";
  }

  @Override
  public Step step() {
    return Step.ANOMALIES;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    ReviewSql sql = context.sql();
    long limit = context.policy().thresholds().failures();
    Table byUser =
        context.table(
            "failed-logons-user",
            """
            SELECT "user", hour, failures, hosts, addresses, position FROM (
              SELECT *, row_number() OVER (PARTITION BY "user", CAST(hour AS DATE)
                ORDER BY failures DESC, hour) AS nth FROM (
                SELECT user_name AS "user", date_trunc('hour', %s) AS hour, count(*) AS failures,
                  count(DISTINCT host) AS hosts, count(DISTINCT source_ip) AS addresses,
                  min(position) AS position
                FROM %s WHERE %s AND %s AND user_name IS NOT NULL
                GROUP BY 1, 2 HAVING count(*) >= %d))
            ORDER BY nth > 1, 3 DESC, 1, 2 LIMIT %d
            """
                .formatted(
                    sql.local("time"), sql.notable(), sql.period(), Notable.REFUSED, limit, MOST));
    Table byAddress =
        context.table(
            "failed-logons-address",
            """
            SELECT address, hour, failures, users, hosts, position FROM (
              SELECT *, row_number() OVER (PARTITION BY address, CAST(hour AS DATE)
                ORDER BY users DESC, failures DESC, hour) AS nth FROM (
                SELECT CASE WHEN source_ip IN ('127.0.0.1', '::1') THEN host || ' ' || source_ip
                    ELSE source_ip END AS address,
                  date_trunc('hour', %s) AS hour, count(*) AS failures,
                  count(DISTINCT user_name) AS users,
                  count(DISTINCT host) AS hosts, min(position) AS position
                FROM %s WHERE %s AND %s AND source_ip IS NOT NULL
                GROUP BY 1, 2 HAVING count(DISTINCT user_name) >= %d))
            ORDER BY nth > 1, 4 DESC, 3 DESC, 1, 2 LIMIT %d
            """
                .formatted(
                    sql.local("time"),
                    sql.notable(),
                    sql.period(),
                    Notable.REFUSED,
                    MANY_USERS,
                    MOST));
    List<Observation> seen = new ArrayList<>();
    add(byUser, GUESSING, "user", "addresses", seen);
    add(byAddress, SPRAYING, "address", "users", seen);
    return new Result(List.of(byUser, byAddress), seen);
  }

  /** One observation for a user or address and day: its worst hour. */
  private static void add(
      Table table, Kind kind, String who, String spread, List<Observation> seen) {
    List<String> told = new ArrayList<>();
    for (Table.Row row : table.list()) {
      String hour = Table.iso(row.whole("hour")).substring(0, 16).replace('T', ' ');
      String key = row.text(who) + " " + hour.substring(0, 10);
      if (!told.contains(key)) {
        told.add(key);
        seen.add(
            new Observation(
                kind,
                Severity.MEDIUM,
                key,
                List.of(row.text(who), hour, row.text("failures"), row.text(spread)),
                table.evidence(List.of(row.whole("position")))));
      }
    }
  }
}
