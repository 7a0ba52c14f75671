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
 * Hosts whose records carry times from after they were received: their clocks run ahead. Times from
 * before are shown as well, but a record may also come late for good reasons: an agent sends what
 * it has kept during an outage, a lone datagram cannot. Imports say nothing about clocks.
 */
public final class ClockCheck implements Check {
  private static final Kind AHEAD = new Kind("clock-ahead", Purpose.DISCOVERY, "I");
  private static final Kind BEHIND = new Kind("clock-behind", Purpose.DISCOVERY, "I");

  @Override
  public String id() {
    return "clocks";
  }

  @Override
  public Step step() {
    return Step.PRESENT;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    Table clocks =
        context.table(
            "clocks",
            """
            SELECT host, transport, CAST(sum(n) AS BIGINT) AS events,
              CAST(sum(ahead) AS BIGINT) AS ahead,
              round(max(most_ahead) / 1000000.0, 3) AS most_ahead,
              CAST(sum(behind) AS BIGINT) AS behind,
              round(max(most_behind) / 1000000.0, 3) AS most_behind, min(off_position) AS position
            FROM %s WHERE transport NOT IN ('import', 'internal')
            GROUP BY 1, 2 ORDER BY 1, 2
            """
                .formatted(context.sql().fact("slots")));
    List<Observation> seen = new ArrayList<>();
    for (Table.Row row : clocks.list()) {
      boolean datagrams = row.text("transport").equals("syslog-udp");
      if (row.whole("ahead") > 0) {
        seen.add(observation(context, clocks, row, AHEAD, "ahead", "most_ahead"));
      } else if (datagrams && row.whole("behind") * 2 > row.whole("events")) {
        seen.add(observation(context, clocks, row, BEHIND, "behind", "most_behind"));
      }
    }
    return new Result(List.of(clocks), seen);
  }

  private static Observation observation(
      ReviewContext context, Table clocks, Table.Row row, Kind kind, String count, String most) {
    return new Observation(
        kind,
        Severity.MEDIUM,
        row.text("host") + " " + context.period().text(),
        List.of(row.text("host"), row.text(count), row.text(most)),
        clocks.evidence(List.of(row.whole("position"))));
  }
}
