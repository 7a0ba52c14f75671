package org.hinomi.collector.review.cross;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.Doings;
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

/** Logons with the account of somebody who, as the attendance table says, is not at work. */
final class AbsentLogonCheck implements Check {
  private static final Kind ABSENT = new Kind("logon-while-absent", Purpose.DISCOVERY, "C");

  private final PeopleTables tables;

  AbsentLogonCheck(PeopleTables tables) {
    this.tables = tables;
  }

  @Override
  public String id() {
    return "absent-logons";
  }

  @Override
  public Step step() {
    return Step.CROSS_CHECKS;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    if (!tables.has(TableKind.ATTENDANCE)) {
      return Result.NONE;
    }
    Crossing crossing = new Crossing(context);
    Map<String, Entry> absences = absences(crossing);
    Map<String, Set<String>> days = new TreeMap<>();
    for (People.Human human : tables.people().all()) {
      for (String key : absences.keySet()) {
        if (key.startsWith(human.number() + " ")) {
          String day = key.substring(key.indexOf(' ') + 1);
          human
              .accounts()
              .forEach(account -> days.computeIfAbsent(account, a -> new TreeSet<>()).add(day));
        }
      }
    }
    if (days.isEmpty()) {
      return Result.NONE;
    }
    Table logons =
        context.table(
            "cross-logons",
            """
            SELECT account, host, day, CAST(sum(n) AS BIGINT) AS events, min(first) AS first,
              min(first_position) AS position, min(coalesce(source_ip, '')) AS address
            FROM (SELECT %1$s AS account, host, %2$s AS day, n, first, first_position, source_ip
              FROM %3$s WHERE mod(doing, 2) = %4$d)
            WHERE %5$s GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            """
                .formatted(
                    CrossSql.ACCOUNT,
                    crossing.day("slot"),
                    context.sql().fact("doings"),
                    Doings.CAME_IN,
                    CrossSql.in("account", "day", days)));
    List<Observation> seen = new ArrayList<>();
    for (Table.Row row : logons.list()) {
      Optional<People.Human> human = tables.people().byAccount(row.text("account"));
      Entry absence =
          human.map(one -> absences.get(one.number() + " " + row.text("day"))).orElse(null);
      if (human.isPresent() && absence != null) {
        seen.add(
            Crossing.seen(
                ABSENT,
                Severity.HIGH,
                row.text("account") + " " + row.text("host") + " " + row.text("day"),
                List.of(
                    human.get().name(),
                    row.text("account"),
                    row.text("host"),
                    crossing.wall(row.whole("first")),
                    row.text("address"),
                    absence.text(Role.KIND),
                    absence.place()),
                logons,
                List.of(row.whole("position"))));
      }
    }
    return new Result(List.of(logons), seen);
  }

  /** Rows of days without work, by number of the human and day. */
  private Map<String, Entry> absences(Crossing crossing) {
    Map<String, Entry> absences = new HashMap<>();
    for (Entry entry : tables.of(TableKind.ATTENDANCE)) {
      Optional<LocalDate> day = entry.date(Role.DATE, crossing.near());
      if (day.isPresent() && PeopleTables.absent(entry)) {
        tables
            .people()
            .of(entry)
            .ifPresent(human -> absences.put(human.number() + " " + day.get(), entry));
      }
    }
    return absences;
  }
}
