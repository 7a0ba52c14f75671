package org.hinomi.collector.review.cross;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.Kind;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.Purpose;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.Step;
import org.hinomi.collector.review.Table;
import org.hinomi.collector.review.cross.table.PeopleTable.Entry;
import org.hinomi.collector.review.cross.table.Role;
import org.hinomi.collector.review.cross.table.TableKind;

/**
 * Who came in through the remote gateway: on days for which nobody asked, and from addresses that
 * the same person was not seen at before though there were others.
 */
final class RemoteCheck implements Check {
  private static final Kind UNASKED = new Kind("remote-without-request", Purpose.DISCOVERY, "C");
  private static final Kind UNKNOWN = new Kind("remote-unknown-address", Purpose.DISCOVERY, "C");

  /** Earlier connections of somebody without which nothing is known of the usual address. */
  private static final int KNOWN = 1;

  private final PeopleTables tables;

  RemoteCheck(PeopleTables tables) {
    this.tables = tables;
  }

  @Override
  public String id() {
    return "remote-access";
  }

  @Override
  public Step step() {
    return Step.CROSS_CHECKS;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    Crossing crossing = new Crossing(context);
    Table sessions =
        context.table(
            "cross-remote",
            """
            SELECT %1$s AS account, coalesce(source_ip, '') AS address, %2$s AS day,
              CAST(sum(n) AS BIGINT) AS events, min(first) AS first,
              min(first_position) AS position, min(host) AS host
            FROM %3$s GROUP BY 1, 2, 3 ORDER BY 1, first, position
            """
                .formatted(CrossSql.ACCOUNT, crossing.day("slot"), context.sql().fact("remote")));
    Table before =
        context.table(
            "cross-remote-before",
            """
            SELECT %1$s AS account, coalesce(source_ip, '') AS address,
              CAST(greatest(sum(CASE WHEN let_in THEN n ELSE 0 END),
                sum(CASE WHEN let_in THEN 0 ELSE n END)) AS BIGINT) AS events
            FROM %2$s GROUP BY 1, 2 ORDER BY 1, 2
            """
                .formatted(
                    CrossSql.ACCOUNT,
                    context
                        .sql()
                        .fact("remote", context.sql().baselineStart(), context.period().start())));
    List<Observation> seen = new ArrayList<>();
    unasked(crossing, sessions, seen);
    unknown(crossing, sessions, before, seen);
    return new Result(List.of(sessions, before), seen);
  }

  private void unasked(Crossing crossing, Table sessions, List<Observation> seen) {
    if (!tables.has(TableKind.REMOTE_REQUESTS)) {
      return;
    }
    Set<String> asked = new HashSet<>();
    for (Entry entry : tables.of(TableKind.REMOTE_REQUESTS)) {
      Optional<LocalDate> day = entry.date(Role.DATE, crossing.near());
      Optional<People.Human> human = tables.people().of(entry);
      if (day.isPresent() && human.isPresent()) {
        asked.add(human.get().number() + " " + day.get());
      }
    }
    for (Table.Row row : sessions.list()) {
      Optional<People.Human> human = tables.people().byAccount(row.text("account"));
      if (human.isPresent() && !asked.contains(human.get().number() + " " + row.text("day"))) {
        seen.add(
            Crossing.seen(
                UNASKED,
                Severity.MEDIUM,
                row.text("account") + " " + row.text("address") + " " + row.text("day"),
                List.of(
                    human.get().name(),
                    row.text("account"),
                    crossing.wall(row.whole("first")),
                    row.text("address")),
                sessions,
                List.of(row.whole("position"))));
      }
    }
  }

  /** The rarer of somebody's addresses are the ones to ask about; one that is as usual is not. */
  private static void unknown(
      Crossing crossing, Table sessions, Table before, List<Observation> seen) {
    Map<String, Long> known = new HashMap<>();
    Map<String, Long> ofAccount = new HashMap<>();
    for (Table.Row row : before.list()) {
      known.merge(row.text("account") + " " + row.text("address"), row.whole("events"), Long::sum);
      ofAccount.merge(row.text("account"), row.whole("events"), Long::sum);
    }
    for (Table.Row row : sessions.list()) {
      known.merge(row.text("account") + " " + row.text("address"), 1L, Long::sum);
      ofAccount.merge(row.text("account"), 1L, Long::sum);
    }
    for (Table.Row row : sessions.list()) {
      long here = known.getOrDefault(row.text("account") + " " + row.text("address"), 0L);
      long elsewhere = ofAccount.getOrDefault(row.text("account"), 0L) - here;
      if (here == 1 && elsewhere > KNOWN) {
        seen.add(
            Crossing.seen(
                UNKNOWN,
                Severity.HIGH,
                row.text("account") + " " + row.text("address"),
                List.of(
                    row.text("account"),
                    row.text("address"),
                    crossing.wall(row.whole("first")),
                    row.text("host"),
                    Long.toString(elsewhere)),
                sessions,
                List.of(row.whole("position"))));
      }
    }
  }
}
