package org.hinomi.collector.review.present;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
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
 * Hosts that wrote something and then nothing more until the end of the period, without having been
 * shut down: where it was a virtual machine, the end of its logs may be gone with it.
 */
public final class VanishedCheck implements Check {
  private static final Kind VANISHED = new Kind("vanished", Purpose.CAUSE, "IA");

  /** Silent for so long before the end of the period. */
  private static final Duration SILENT = Duration.ofDays(2);

  private static final long ENOUGH = 100;

  /** What systemd and its kin say on the way down. */
  private static final String HALT =
      """
      regexp_matches(template, 'reached target.{0,20}(shutdown|power.off|reboot)', 'i')
        OR regexp_matches(template, 'system is (powering down|rebooting|halting)', 'i')\
      """;

  @Override
  public String id() {
    return "vanished";
  }

  @Override
  public Step step() {
    return Step.PRESENT;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    Table hosts =
        context.table(
            "hosts",
            """
            SELECT host, CAST(sum(n) AS BIGINT) AS events, min(first) AS first, max(last) AS last,
              max(CASE WHEN coalesce(code IN ('6006', '1074', '13'), FALSE) OR %s THEN last END)
                AS shutdown, max(last_position) AS position
            FROM %s GROUP BY 1 ORDER BY 1
            """
                .formatted(
                    context.sql().kind(context.period().start(), context.period().end(), HALT),
                    context.sql().fact("kinds")));
    Instant end =
        context.asOf().isBefore(context.period().end()) ? context.asOf() : context.period().end();
    long silentFrom = (end.getEpochSecond() - SILENT.toSeconds()) * 1_000_000;
    long hour = Duration.ofHours(1).toSeconds() * 1_000_000;
    List<Observation> seen = new ArrayList<>();
    for (Table.Row row : hosts.list()) {
      boolean ended = row.whole("last") < silentFrom && row.whole("events") >= ENOUGH;
      boolean shutDown = row.has("shutdown") && row.whole("shutdown") > row.whole("last") - hour;
      if (ended && !shutDown) {
        seen.add(
            new Observation(
                VANISHED,
                Severity.MEDIUM,
                row.text("host") + " " + Table.iso(row.whole("last")).substring(0, 10),
                List.of(row.text("host"), context.local(row.whole("last"))),
                hosts.evidence(List.of(row.whole("position")))));
      }
    }
    return new Result(List.of(hosts), seen);
  }
}
