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
            WITH each AS (SELECT host, log, source_ip, CAST(sum(n) AS BIGINT) AS n,
                min(first_position) AS position FROM %s GROUP BY 1, 2, 3),
              most AS (SELECT host AS of_host, log AS of_log, max(n) AS most FROM each GROUP BY 1, 2),
              frequent AS (SELECT host AS its_host, log AS its_log, min(source_ip) AS most_frequent
                FROM each JOIN most ON host = of_host AND log = of_log AND n = most GROUP BY 1, 2),
              summed AS (SELECT host, log, CAST(sum(n) AS BIGINT) AS events, count(*) AS addresses,
                CAST(sum(CASE WHEN regexp_matches(source_ip, %s) THEN n ELSE 0 END) AS BIGINT)
                  AS internal, min(position) AS position, count(*) AS n FROM each GROUP BY 1, 2)
            SELECT %s AS source, host, log, events, addresses, internal, most_frequent, position
            FROM summed JOIN frequent ON host = its_host AND log = its_log ORDER BY 1, 2, 3
            """
                .formatted(sql.fact("addresses"), INTERNAL, sql.source()));
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
