package org.hinomi.collector.review.cross;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hinomi.collector.record.TableSink;
import org.hinomi.collector.record.TableSink.Column;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.Evidence;
import org.hinomi.collector.review.Kind;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.Purpose;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.Step;
import org.hinomi.collector.review.Table;
import org.hinomi.collector.review.cross.table.PeopleTable;
import org.hinomi.collector.review.cross.table.Role;
import org.hinomi.collector.review.cross.table.TableKind;
import org.jspecify.annotations.Nullable;

/** The tables that the review was given, with their hashes, and what of them could not be read. */
final class TablesCheck implements Check {
  private static final Kind UNREAD = new Kind("table-unread", Purpose.DISCOVERY, "A");
  private static final Kind NOBODY = new Kind("row-without-person", Purpose.DISCOVERY, "A");

  private static final Set<Role> DAYS = Set.of(Role.DATE, Role.LAST_DAY, Role.FROM, Role.TO);
  private static final Set<Role> MOMENTS = Set.of(Role.LOST, Role.TIME, Role.TAKEN, Role.ENTERED);

  /** Tables in which others than the staff stand. */
  private static final Set<TableKind> GUESTS = Set.of(TableKind.VISITORS, TableKind.ENTRIES);

  private final PeopleTables tables;

  TablesCheck(PeopleTables tables) {
    this.tables = tables;
  }

  @Override
  public String id() {
    return "people-tables";
  }

  @Override
  public Step step() {
    return Step.CROSS_CHECKS;
  }

  @Override
  public Result run(ReviewContext context) {
    LocalDate near = new Crossing(context).near();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    List<Observation> seen = new ArrayList<>();
    for (PeopleTable table : tables.all()) {
      List<PeopleTable.Entry> nobody = tables.nobody(table);
      rows.add(
          List.of(
              table.file(),
              table.kind().wireName(),
              (long) table.entries().size(),
              (long) nobody.size(),
              table.sha256()));
      if (!GUESTS.contains(table.kind()) && !nobody.isEmpty()) {
        seen.add(
            observation(
                NOBODY,
                table.file(),
                List.of(
                    table.file(),
                    Integer.toString(nobody.size()),
                    nobody.getFirst().place(),
                    PeopleTables.person(nobody.getFirst()))));
      }
    }
    for (PeopleTable table : tables.all()) {
      for (Role role : table.kind().needed()) {
        unread(table, role, near)
            .ifPresent(problem -> seen.add(observation(UNREAD, problem, List.of(problem))));
      }
    }
    for (String problem : tables.problems()) {
      seen.add(observation(UNREAD, problem, List.of(problem)));
    }
    Table files =
        new Table(
            "cross-tables",
            List.of(
                new Column("file", TableSink.Kind.TEXT),
                new Column("kind", TableSink.Kind.TEXT),
                new Column("rows", TableSink.Kind.WHOLE),
                new Column("unmatched", TableSink.Kind.WHOLE),
                new Column("sha256", TableSink.Kind.TEXT)),
            rows,
            "sha256sum");
    return rows.isEmpty() && seen.isEmpty() ? Result.NONE : new Result(List.of(files), seen);
  }

  /** What is wrong with the days or moments of a column, of which nothing is compared then. */
  private static Optional<String> unread(PeopleTable table, Role role, LocalDate near) {
    boolean moment = MOMENTS.contains(role) || table.kind() == TableKind.WORK_REQUESTS;
    if (!DAYS.contains(role) && !MOMENTS.contains(role)) {
      return Optional.empty();
    }
    List<PeopleTable.Entry> unread =
        table.entries().stream()
            .filter(entry -> entry.has(role))
            .filter(
                entry ->
                    moment
                        ? RoomsCheck.moment(entry, role, near).isEmpty()
                        : entry.date(role, near).isEmpty())
            .toList();
    return unread.stream()
        .findFirst()
        .map(
            first ->
                first.place()
                    + ": "
                    + role.wireName()
                    + ": "
                    + first.text(role)
                    + " (expected: "
                    + (moment ? "a moment such as 2026-10-05 14:00" : "a day such as 2026-10-05")
                    + (unread.size() > 1 ? "; so in " + unread.size() + " rows)" : ")"));
  }

  private static Observation observation(Kind kind, String key, List<String> arguments) {
    return new Observation(kind, Severity.LOW, key, arguments, new Evidence("", "", List.of()));
  }
}
