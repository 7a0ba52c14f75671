package org.hinomi.collector.review.anomaly;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.Kind;
import org.hinomi.collector.review.Notable;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.Purpose;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.Step;
import org.hinomi.collector.review.Table;

/** Machines that stopped without being shut down. */
public final class StopsCheck implements Check {
  private static final Kind UNCLEAN = new Kind("unclean-stop", Purpose.DISCOVERY, "IA");

  /** 6008 and 41 that are so close speak of the same stop, microseconds. */
  private static final long SAME = 30L * 60 * 1_000_000;

  @Override
  public String id() {
    return "stops";
  }

  @Override
  public Step step() {
    return Step.ANOMALIES;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    Table stops =
        context.table(
            "unclean-stops",
            """
            SELECT host, time, coalesce(code, '') AS code, coalesce(provider, app, '') AS provider,
              left(message, 300) AS message, position
            FROM %s WHERE %s AND (%s)
            ORDER BY time, host, position LIMIT 1000
            """
                .formatted(context.sql().notable(), context.sql().period(), Notable.UNCLEAN_STOP));
    List<Observation> seen = new ArrayList<>();
    Map<String, Long> last = new HashMap<>();
    for (Table.Row row : stops.list()) {
      long time = row.whole("time");
      Long before = last.put(row.text("host"), time);
      if (before != null && time - before < SAME) {
        continue;
      }
      seen.add(
          new Observation(
              UNCLEAN,
              Severity.MEDIUM,
              row.text("host") + " " + Table.iso(time),
              List.of(row.text("host"), context.local(time), row.text("message")),
              stops.evidence(List.of(row.whole("position")))));
    }
    return new Result(List.of(stops), seen);
  }
}
