package org.hinomi.collector.review.cross;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
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
import org.jspecify.annotations.Nullable;

/**
 * PCs that were on before their owner had clocked in, or after having clocked out, or on a day of
 * which the attendance table knows no work. A PC goes on with 12 and 6005 (and wakes with 1), and
 * off with 13 and 6006 (and sleeps with 42).
 */
final class PcHoursCheck implements Check {
  private static final Kind EARLY = new Kind("pc-on-before-clock-in", Purpose.DISCOVERY, "C");
  private static final Kind LATE = new Kind("pc-on-after-clock-out", Purpose.DISCOVERY, "C");
  private static final Kind NO_WORK = new Kind("pc-on-without-work", Purpose.DISCOVERY, "C");

  private static final long MICROS = 1_000_000;

  private final PeopleTables tables;

  PcHoursCheck(PeopleTables tables) {
    this.tables = tables;
  }

  @Override
  public String id() {
    return "pc-hours";
  }

  @Override
  public Step step() {
    return Step.CROSS_CHECKS;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    Set<String> pcs = new TreeSet<>();
    tables.people().all().forEach(human -> pcs.addAll(human.pcs()));
    if (!tables.has(TableKind.ATTENDANCE) || pcs.isEmpty()) {
      return Result.NONE;
    }
    Crossing crossing = new Crossing(context);
    Table hours =
        context.table(
            "cross-pc-hours",
            """
            SELECT host, %1$s AS day, min(first) AS first, max(last) AS last,
              CAST(sum(n) AS BIGINT) AS events, min(first_position) AS position,
              max(last_position) AS last_position
            FROM %2$s WHERE %3$s GROUP BY 1, 2 ORDER BY 1, 2
            """
                .formatted(
                    crossing.day("slot"),
                    context.sql().fact("power"),
                    CrossSql.in("lower(split_part(host, '.', 1))", pcs)));
    Map<String, Entry> days = days(crossing);
    List<Observation> seen = new ArrayList<>();
    for (Table.Row row : hours.list()) {
      tables
          .people()
          .byPc(row.text("host"))
          .ifPresent(
              human ->
                  compare(
                      crossing,
                      hours,
                      row,
                      human,
                      days.get(human.number() + " " + row.text("day")),
                      seen));
    }
    return new Result(List.of(hours), seen);
  }

  private void compare(
      Crossing crossing,
      Table hours,
      Table.Row row,
      People.Human human,
      @Nullable Entry day,
      List<Observation> seen) {
    long midnight = crossing.micros(LocalDate.parse(row.text("day")));
    long tolerance = tables.tolerance(TableKind.ATTENDANCE).toSeconds() * MICROS;
    OptionalInt in = day == null ? OptionalInt.empty() : day.second(Role.CLOCK_IN);
    OptionalInt out = day == null ? OptionalInt.empty() : day.second(Role.CLOCK_OUT);
    String key = row.text("host") + " " + row.text("day");
    if (day == null || in.isEmpty()) {
      seen.add(
          Crossing.seen(
              NO_WORK,
              Severity.MEDIUM,
              key,
              List.of(
                  human.name(),
                  row.text("host"),
                  crossing.wall(row.whole("first")),
                  crossing.wall(row.whole("last")),
                  day == null ? "-" : day.text(Role.KIND),
                  day == null ? "-" : day.place()),
              hours,
              List.of(row.whole("position"))));
      return;
    }
    if (row.whole("first") < midnight + in.getAsInt() * MICROS - tolerance) {
      seen.add(
          Crossing.seen(
              EARLY,
              Severity.LOW,
              key,
              List.of(
                  human.name(),
                  row.text("host"),
                  crossing.wall(row.whole("first")),
                  day.text(Role.CLOCK_IN),
                  day.place()),
              hours,
              List.of(row.whole("position"))));
    }
    if (out.isPresent() && row.whole("last") > midnight + out.getAsInt() * MICROS + tolerance) {
      seen.add(
          Crossing.seen(
              LATE,
              Severity.MEDIUM,
              key,
              List.of(
                  human.name(),
                  row.text("host"),
                  crossing.wall(row.whole("last")),
                  day.text(Role.CLOCK_OUT),
                  day.place()),
              hours,
              List.of(row.whole("last_position"))));
    }
  }

  /** Rows of the attendance table, by number of the human and day. */
  private Map<String, Entry> days(Crossing crossing) {
    Map<String, Entry> days = new HashMap<>();
    for (Entry entry : tables.of(TableKind.ATTENDANCE)) {
      Optional<LocalDate> day = entry.date(Role.DATE, crossing.near());
      Optional<People.Human> human = tables.people().of(entry);
      if (day.isPresent() && human.isPresent()) {
        days.put(human.get().number() + " " + day.get(), entry);
      }
    }
    return days;
  }
}
