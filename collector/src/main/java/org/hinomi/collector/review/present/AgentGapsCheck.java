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

/** What agents say they could not read or had to drop. */
public final class AgentGapsCheck implements Check {
  private static final Kind AGENT_GAP = new Kind("agent-gap", Purpose.DISCOVERY, "IA");

  @Override
  public String id() {
    return "agent-gaps";
  }

  @Override
  public Step step() {
    return Step.PRESENT;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    Table gaps =
        context.table(
            "agent-gaps",
            """
            SELECT host, coalesce(json_extract_string(fields, '/agent.source'), '') AS log,
              coalesce(json_extract_string(fields, '/agent.reason'), '') AS reason,
              count(*) AS events, min(time) AS first, max(time) AS last,
              min(position) AS position, arg_min(left(message, 300), position) AS message
            FROM %s WHERE %s AND %s
            GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            """
                .formatted(context.sql().notable(), context.sql().period(), Notable.AGENT_GAP));
    List<Observation> seen =
        gaps.list().stream()
            .map(
                row ->
                    new Observation(
                        AGENT_GAP,
                        Severity.MEDIUM,
                        row.text("host")
                            + " "
                            + row.text("log")
                            + " "
                            + row.text("reason")
                            + " "
                            + context.period().text(),
                        List.of(row.text("host"), row.text("events"), row.text("message")),
                        gaps.evidence(List.of(row.whole("position")))))
            .toList();
    return new Result(List.of(gaps), seen);
  }
}
