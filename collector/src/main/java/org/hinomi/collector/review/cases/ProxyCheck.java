package org.hinomi.collector.review.cases;

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
 * What the proxy's log shows of leaks and malware: much that goes out to one place, and programs
 * that call one place again and again at the same pace. Bytes sent are there where the log has them
 * (docs/sources.md); else those of answers to uploads stand in.
 */
public final class ProxyCheck implements Check {
  private static final Kind UPLOAD = new Kind("proxy-upload", Purpose.DISCOVERY, "C");
  private static final Kind BEACON = new Kind("proxy-beacon", Purpose.DISCOVERY, "CI");

  /** Bytes to one place in a day. */
  private static final long MUCH = 100_000_000;

  /** Calls of one client to a place that nobody else visits. */
  private static final int CALLS = 100;

  /** Spread of the time between two calls, as a share of it: people are not so regular. */
  private static final double REGULAR = 0.25;

  private static final String PLACE =
      "split_part(split_part(regexp_extract(json_extract_string(fields, '/url.original'),"
          + " '^([a-zA-Z]+://)?([^/]*)', 2), '@', -1), ':', 1)";

  private static final String REQUEST =
      "json_exists(fields, '/proxy.result')"
          + " AND NOT prefix(json_extract_string(fields, '/proxy.result'), 'TCP_DENIED')";

  @Override
  public String id() {
    return "proxy-traffic";
  }

  @Override
  public Step step() {
    return Step.ANOMALIES;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    Table uploads = uploads(context);
    Table beacons = beacons(context);
    List<Observation> seen = new ArrayList<>();
    for (Table.Row row : uploads.list()) {
      seen.add(
          new Observation(
              UPLOAD,
              Severity.HIGH,
              row.text("user")
                  + " "
                  + row.text("address")
                  + " "
                  + row.text("place")
                  + " "
                  + row.text("day"),
              List.of(
                  row.text("user"),
                  row.text("address"),
                  row.text("place"),
                  MailLeakCheck.megabytes(row.whole("bytes")),
                  context.local(row.whole("first")),
                  row.text("events")),
              uploads.evidence(List.of(row.whole("position")))));
    }
    for (Table.Row row : beacons.list()) {
      seen.add(
          new Observation(
              BEACON,
              Severity.HIGH,
              row.text("address") + " " + row.text("place"),
              List.of(
                  row.text("user"),
                  row.text("address"),
                  row.text("place"),
                  row.text("events"),
                  Long.toString(Math.round(row.number("pace"))),
                  context.local(row.whole("first")),
                  context.local(row.whole("last"))),
              beacons.evidence(List.of(row.whole("position")))));
    }
    return new Result(List.of(uploads, beacons), seen);
  }

  private static Table uploads(ReviewContext context) throws IOException {
    return context.table(
        "proxy-uploads",
        """
        SELECT coalesce(user_name, '') AS "user", coalesce(source_ip, '') AS address,
          %1$s AS place, strftime(%2$s, '%%Y-%%m-%%d') AS day,
          CAST(sum(coalesce(%6$s,
            CASE WHEN json_extract_string(fields, '/http.request.method') IN ('POST', 'PUT')
              THEN %7$s ELSE 0 END)) AS BIGINT) AS bytes,
          count(*) AS events, min(time) AS first, min(position) AS position
        FROM event WHERE %3$s AND %4$s GROUP BY 1, 2, 3, 4
        HAVING bytes >= %5$s ORDER BY 4, 1, 2, 3
        """
            .formatted(
                PLACE,
                context.sql().local("time"),
                context.sql().period(),
                REQUEST,
                MUCH,
                ReviewSql.number("source.bytes"),
                ReviewSql.number("http.response.bytes")));
  }

  private static Table beacons(ReviewContext context) throws IOException {
    return context.table(
        "proxy-beacons",
        """
        WITH request AS (
          SELECT %1$s AS place, source_ip AS address, user_name, time, position
          FROM event WHERE %2$s AND %3$s AND source_ip IS NOT NULL),
        lonely AS (
          SELECT place AS of_place FROM request GROUP BY 1
          HAVING count(DISTINCT address) = 1 AND count(*) >= %4$s),
        paced AS (
          SELECT place, address, user_name, time, position,
            date_diff('millisecond', lag(time) OVER calls, time) AS gap
          FROM request JOIN lonely ON place = of_place
          WINDOW calls AS (PARTITION BY place, address ORDER BY time, position))
        SELECT place, address, coalesce(min(user_name), '') AS "user", count(*) AS events,
          median(gap) / 1000.0 AS pace, min(time) AS first, max(time) AS last,
          min(position) AS position
        FROM paced GROUP BY 1, 2 HAVING mad(gap) <= %5$s * median(gap) ORDER BY 1, 2
        """
            .formatted(PLACE, context.sql().period(), REQUEST, CALLS, REGULAR));
  }
}
