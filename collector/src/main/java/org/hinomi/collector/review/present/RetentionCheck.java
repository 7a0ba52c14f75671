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
import org.hinomi.collector.review.policy.RegisteredSource;

/** Under which class, and so for how long, the events of each source are kept. */
public final class RetentionCheck implements Check {
  private static final Kind OTHER_CLASS = new Kind("retention-class", Purpose.CAUSE, "A");

  @Override
  public String id() {
    return "retention";
  }

  @Override
  public Step step() {
    return Step.PRESENT;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    ReviewSql sql = context.sql();
    Table classes =
        context.table(
            "retention-classes",
            """
            SELECT source, retention_class, CAST(sum(n) AS BIGINT) AS events,
              min(position) AS position
            FROM (SELECT %s AS source, retention_class, n, position FROM (
              SELECT host, log, retention_class, CAST(sum(n) AS BIGINT) AS n,
                min(first_position) AS position FROM %s GROUP BY 1, 2, 3))
            WHERE source <> '' GROUP BY 1, 2 ORDER BY 1, 2
            """
                .formatted(sql.source(), sql.fact("slots")));
    List<Observation> seen = new ArrayList<>();
    for (Table.Row row : classes.list()) {
      for (RegisteredSource source : context.policy().sources()) {
        if (source.name().equals(row.text("source"))
            && source
                .retentionClass()
                .filter(c -> !c.equals(row.text("retention_class")))
                .isPresent()) {
          seen.add(
              new Observation(
                  OTHER_CLASS,
                  Severity.LOW,
                  source.name() + " " + row.text("retention_class"),
                  List.of(
                      source.title(),
                      row.text("events"),
                      row.text("retention_class"),
                      source.retentionClass().get()),
                  classes.evidence(List.of(row.whole("position")))));
        }
      }
    }
    return new Result(List.of(classes), seen);
  }
}
