package org.hinomi.collector.review.present;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.Kind;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.Purpose;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.Step;
import org.hinomi.collector.review.Table;

/**
 * Records that are cut, whose characters cannot be read, or that break their format. Damaged
 * characters are looked for in templates, which keep them, and in the decoder's own mark.
 */
public final class DamageCheck implements Check {
  private static final Kind TRUNCATED = new Kind("truncated", Purpose.DISCOVERY, "I");
  private static final Kind CHARSET = new Kind("charset-damage", Purpose.DISCOVERY, "I");
  private static final Kind MALFORMED = new Kind("malformed", Purpose.DISCOVERY, "I");

  /** Below this share of a log, single records that break a format are nothing to follow up. */
  private static final double SHARE = 0.01;

  @Override
  public String id() {
    return "damage";
  }

  @Override
  public Step step() {
    return Step.PRESENT;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    Table damage =
        context.table(
            "damage",
            """
            SELECT host, log, CAST(sum(n) AS BIGINT) AS events,
              CAST(sum(CASE WHEN what = 1 THEN n ELSE 0 END) AS BIGINT) AS truncated,
              CAST(sum(CASE WHEN what = 2 THEN n ELSE 0 END) AS BIGINT) AS charset_damaged,
              CAST(sum(CASE WHEN what = 3 THEN n ELSE 0 END) AS BIGINT) AS malformed,
              min(CASE WHEN what > 0 THEN position END) AS position
            FROM (SELECT host, log, damage AS what, sum(n) AS n, min(first_position) AS position
              FROM %s GROUP BY 1, 2, 3)
            GROUP BY 1, 2 HAVING max(what) > 0 ORDER BY 1, 2
            """
                .formatted(context.sql().fact("slots")));
    List<Observation> seen = new ArrayList<>();
    for (Table.Row row : damage.list()) {
      say(context, damage, row, "truncated", TRUNCATED, seen);
      say(context, damage, row, "charset_damaged", CHARSET, seen);
      say(context, damage, row, "malformed", MALFORMED, seen);
    }
    return new Result(List.of(damage), seen);
  }

  private static void say(
      ReviewContext context,
      Table damage,
      Table.Row row,
      String column,
      Kind kind,
      List<Observation> seen) {
    long count = row.whole(column);
    if (count == 0) {
      return;
    }
    boolean much = count >= row.whole("events") * SHARE;
    seen.add(
        new Observation(
            kind,
            much ? Severity.MEDIUM : kind == MALFORMED ? Severity.INFO : Severity.LOW,
            row.text("host") + " " + row.text("log") + " " + context.period().text(),
            List.of(row.text("host"), row.text("log"), Long.toString(count), row.text("events")),
            damage.evidence(List.of(row.whole("position")))));
  }
}
