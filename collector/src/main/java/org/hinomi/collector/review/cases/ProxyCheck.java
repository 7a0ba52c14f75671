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
        SELECT coalesce(user_name, '') AS "user", coalesce(address, '') AS address, place,
          strftime(day, '%%Y-%%m-%%d') AS day, %s AS bytes,
          CAST(sum(n) AS BIGINT) AS events, min(first) AS first, min(first_position) AS position
        FROM %s GROUP BY 1, 2, 3, 4 HAVING sum(bytes) >= %d ORDER BY 4, 1, 2, 3
        """
            .formatted(ReviewSql.total("sum(bytes)"), context.sql().fact("places"), MUCH));
  }

  private static Table beacons(ReviewContext context) throws IOException {
    return context.table(
        "proxy-beacons",
        """
        WITH lonely AS (
          SELECT place AS of_place FROM %1$s WHERE address IS NOT NULL GROUP BY 1
          HAVING min(address) = max(address) AND sum(n) >= %3$d),
        paced AS (
          SELECT place, address, user_name, time, position,
            date_diff('millisecond', lag(time) OVER calls, time) AS gap
          FROM %2$s JOIN lonely ON place = of_place
          WINDOW calls AS (PARTITION BY place, address ORDER BY time, position))
        SELECT place, address, coalesce(min(user_name), '') AS "user", count(*) AS events,
          median(gap) / 1000.0 AS pace, min(time) AS first, max(time) AS last,
          min(position) AS position
        FROM paced GROUP BY 1, 2 HAVING mad(gap) <= %4$s * median(gap) ORDER BY 1, 2
        """
            .formatted(context.sql().fact("places"), context.sql().fact("calls"), CALLS, REGULAR));
  }
}
