package org.hinomi.collector.review.cases;

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

/** Files with pay, staff and the like in their names or folders that somebody used at night. */
public final class NightFilesCheck implements Check {
  private static final Kind NIGHT = new Kind("confidential-at-night", Purpose.DISCOVERY, "C");

  /** Between these hours nobody is expected; on days without work at no hour. */
  private static final int NIGHT_FROM = 21;

  private static final int NIGHT_TO = 6;

  /** Files of one night below which it may be a job that somebody left open. */
  private static final int FILES = 5;

  @Override
  public String id() {
    return "confidential-files";
  }

  @Override
  public Step step() {
    return Step.ANOMALIES;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    ReviewSql sql = context.sql();
    String local = sql.local("time");
    Table used =
        context.table(
            "confidential-files",
            """
            SELECT user_name AS "user", host, strftime(%1$s - to_hours(%2$d), '%%Y-%%m-%%d') AS day,
              count(*) AS events, min(time) AS first, max(time) AS last, min(position) AS position,
              min(%3$s) AS example
            FROM %4$s WHERE %5$s AND %6$s
              AND (hour(%1$s) >= %7$d OR hour(%1$s) < %2$d OR NOT %8$s)
            GROUP BY 1, 2, 3 HAVING count(*) >= %9$d ORDER BY 3, 1, 2
            """
                .formatted(
                    local,
                    NIGHT_TO,
                    Notable.FILE,
                    sql.notable(),
                    sql.period(),
                    Notable.CONFIDENTIAL_FILE,
                    NIGHT_FROM,
                    sql.workingDay(local),
                    FILES));
    List<Observation> seen = new ArrayList<>();
    for (Table.Row row : used.list()) {
      seen.add(
          new Observation(
              NIGHT,
              Severity.HIGH,
              row.text("user") + " " + row.text("host") + " " + row.text("day"),
              List.of(
                  row.text("user"),
                  row.text("host"),
                  context.local(row.whole("first")),
                  row.text("events"),
                  row.text("example")),
              used.evidence(List.of(row.whole("position")))));
    }
    return new Result(List.of(used), seen);
  }
}
