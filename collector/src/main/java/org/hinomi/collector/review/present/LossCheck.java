package org.hinomi.collector.review.present;

import java.io.IOException;
import java.util.List;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.Kind;
import org.hinomi.collector.review.Notable;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.Purpose;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.Step;
import org.hinomi.collector.review.Table;

/**
 * What the collector says that it lost, refused, cut or found damaged of each sender. What stands
 * in the history with a mark is found by {@link DamageCheck}; here what is not there.
 */
public final class LossCheck implements Check {
  private static final Kind LOST = new Kind("sender-loss", Purpose.DISCOVERY, "IA");

  @Override
  public String id() {
    return "losses";
  }

  @Override
  public Step step() {
    return Step.PRESENT;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    Table losses =
        context.table(
            "losses",
            """
            SELECT host, coalesce(json_extract_string(fields, '/hinomi.audit.sender'), '') AS origin,
              coalesce(json_extract_string(fields, '/event.reason'), '') AS reason,
              CAST(sum(coalesce(TRY_CAST(json_extract_string(fields, '/hinomi.audit.records')
                AS BIGINT), 1)) AS BIGINT) AS lost,
              min(time) AS first, max(time) AS last, min(position) AS position,
              arg_min(json_extract_string(fields, '/hinomi.audit.meaning'), position) AS message,
              max(CASE WHEN fields LIKE '%%"hinomi.audit.gone":"true"%%' THEN 1 ELSE 0 END) AS gone
            FROM %s WHERE %s AND (%s)
            GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            """
                .formatted(context.sql().notable(), context.sql().period(), Notable.LOSS));
    List<Observation> seen =
        losses.list().stream()
            .filter(row -> row.whole("gone") > 0)
            .map(
                row ->
                    new Observation(
                        LOST,
                        Severity.MEDIUM,
                        row.text("host")
                            + " "
                            + row.text("origin")
                            + " "
                            + row.text("reason")
                            + " "
                            + context.period().text(),
                        List.of(row.text("origin"), row.text("lost"), row.text("reason")),
                        losses.evidence(List.of(row.whole("position")))))
            .toList();
    return new Result(List.of(losses), seen);
  }
}
