package org.hinomi.collector.review.present;

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
 * Sources that should show addresses of the outside and show only our own: a balancer, a proxy or a
 * translation of addresses stands before them and hides who came.
 */
public final class AddressesCheck implements Check {
  private static final Kind HIDDEN = new Kind("addresses-hidden", Purpose.CAUSE, "CI");

  /** RFC 1918, 3927, 4193, 4291 (loopback, link-local), 6598. */
  static final String INTERNAL =
      "'^(10\\.|127\\.|169\\.254\\.|192\\.168\\.|172\\.(1[6-9]|2\\d|3[01])\\.|100\\.(6[4-9]|[7-9]\\d|"
          + "1[01]\\d|12[0-7])\\.|::1$|fe[89abAB]|[fF][cdCD])'";

  @Override
  public String id() {
    return "addresses";
  }

  @Override
  public Step step() {
    return Step.PRESENT;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    ReviewSql sql = context.sql();
    Table addresses =
        context.table(
            "addresses",
            """
            SELECT %s AS source, host, log, CAST(sum(n) AS BIGINT) AS events, count(*) AS addresses,
              CAST(sum(CASE WHEN regexp_matches(source_ip, %s) THEN n ELSE 0 END) AS BIGINT)
                AS internal, min(CASE WHEN n = most THEN source_ip END) AS most_frequent,
              min(position) AS position
            FROM (SELECT *, max(n) OVER (PARTITION BY host, log) AS most FROM (
              SELECT host, %s AS log, source_ip, count(*) AS n, min(position) AS position
              FROM event WHERE %s AND source_ip IS NOT NULL GROUP BY 1, 2, 3))
            GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            """
                .formatted(sql.source(), INTERNAL, ReviewSql.LOG, sql.period()));
    List<Observation> seen = new ArrayList<>();
    for (Table.Row row : addresses.list()) {
      boolean facesOutside =
          context.policy().sources().stream()
              .anyMatch(source -> source.internet() && source.name().equals(row.text("source")));
      if (facesOutside && row.whole("internal") == row.whole("events")) {
        seen.add(
            new Observation(
                HIDDEN,
                Severity.MEDIUM,
                row.text("host") + " " + row.text("log"),
                List.of(
                    row.text("host"),
                    row.text("log"),
                    row.text("addresses"),
                    row.text("most_frequent")),
                addresses.evidence(List.of(row.whole("position")))));
      }
    }
    return new Result(List.of(addresses), seen);
  }
}
