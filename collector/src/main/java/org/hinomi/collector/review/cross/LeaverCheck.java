package org.hinomi.collector.review.cross;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.Kind;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.Purpose;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.ReviewSql;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.Step;
import org.hinomi.collector.review.Table;
import org.hinomi.collector.review.cross.table.Names;
import org.hinomi.collector.review.cross.table.PeopleTable.Entry;
import org.hinomi.collector.review.cross.table.Role;
import org.hinomi.collector.review.cross.table.TableKind;

/** Anything done with the account of somebody who has left. */
final class LeaverCheck implements Check {
  private static final Kind LEAVER = new Kind("leaver-account", Purpose.DISCOVERY, "C");

  private final PeopleTables tables;

  LeaverCheck(PeopleTables tables) {
    this.tables = tables;
  }

  private record Leaver(String name, LocalDate lastDay, Entry entry) {}

  @Override
  public String id() {
    return "leaver-accounts";
  }

  @Override
  public Step step() {
    return Step.CROSS_CHECKS;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    Crossing crossing = new Crossing(context);
    Map<String, Leaver> leavers = leavers(crossing);
    if (leavers.isEmpty()) {
      return Result.NONE;
    }
    List<String> conditions = new ArrayList<>();
    leavers.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            leaver ->
                conditions.add(
                    "("
                        + CrossSql.ACCOUNT
                        + " = "
                        + ReviewSql.literal(leaver.getKey())
                        + " AND time >= "
                        + ReviewSql.time(
                            Instant.ofEpochSecond(
                                crossing.micros(leaver.getValue().lastDay().plusDays(1))
                                    / 1_000_000))
                        + ")"));
    Table used =
        context.table(
            "cross-leavers",
            """
            SELECT %1$s AS account, host, %2$s AS day, count(*) AS events, min(time) AS first,
              max(time) AS last, min(position) AS position, min(coalesce(source_ip, '')) AS address
            FROM event WHERE %3$s AND user_name IS NOT NULL AND outcome = 'success' AND (%4$s)
            GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            """
                .formatted(
                    CrossSql.ACCOUNT,
                    crossing.day("time"),
                    context.sql().period(),
                    String.join(" OR ", conditions)));
    List<Observation> seen = new ArrayList<>();
    for (Table.Row row : used.list()) {
      Leaver leaver = leavers.get(row.text("account"));
      if (leaver != null) {
        seen.add(
            Crossing.seen(
                LEAVER,
                Severity.HIGH,
                row.text("account") + " " + row.text("host") + " " + row.text("day"),
                List.of(
                    leaver.name(),
                    row.text("account"),
                    leaver.lastDay().toString(),
                    row.text("host"),
                    crossing.wall(row.whole("first")),
                    row.text("events"),
                    leaver.entry().place()),
                used,
                List.of(row.whole("position"))));
      }
    }
    return new Result(List.of(used), seen);
  }

  /** By account. Who only changes the department stays. */
  private Map<String, Leaver> leavers(Crossing crossing) {
    Map<String, Leaver> leavers = new HashMap<>();
    for (Entry entry : tables.of(TableKind.LEAVERS)) {
      String kind = Names.plain(entry.text(Role.KIND));
      Optional<LocalDate> last = entry.date(Role.LAST_DAY, crossing.near());
      if (last.isEmpty() || kind.contains("異動") || kind.contains("transfer")) {
        continue;
      }
      Optional<People.Human> human = tables.people().of(entry);
      human.ifPresent(
          one ->
              one.accounts()
                  .forEach(
                      account -> leavers.put(account, new Leaver(one.name(), last.get(), entry))));
      if (human.isEmpty() && entry.has(Role.ACCOUNT)) {
        String account = Names.account(entry.text(Role.ACCOUNT));
        leavers.put(account, new Leaver(account, last.get(), entry));
      }
    }
    return leavers;
  }
}
