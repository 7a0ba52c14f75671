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

/** Folders of the list of rights that somebody used who is not on it and did not ask for it. */
final class RightsCheck implements Check {
  private static final Kind UNLISTED = new Kind("right-not-listed", Purpose.DISCOVERY, "C");
  private static final Kind UNUSED =
      new Kind("folder-request-without-access", Purpose.DISCOVERY, "C");

  private final PeopleTables tables;

  RightsCheck(PeopleTables tables) {
    this.tables = tables;
  }

  private record Loan(int human, String folder, LocalDate from, LocalDate to, Entry entry) {}

  @Override
  public String id() {
    return "folder-rights";
  }

  @Override
  public Step step() {
    return Step.CROSS_CHECKS;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    Crossing crossing = new Crossing(context);
    Map<Integer, Set<String>> rights = new HashMap<>();
    Set<String> folders = new TreeSet<>();
    for (Entry entry : tables.of(TableKind.RIGHTS)) {
      String folder = folder(entry);
      folders.add(folder);
      tables
          .people()
          .of(entry)
          .ifPresent(
              human -> rights.computeIfAbsent(human.number(), n -> new TreeSet<>()).add(folder));
    }
    List<Loan> loans = loans(crossing);
    loans.forEach(loan -> folders.add(loan.folder()));
    folders.remove("");
    if (folders.isEmpty()) {
      return Result.NONE;
    }
    Table used = used(context, crossing, folders, listed(rights));
    List<Observation> seen = new ArrayList<>();
    for (Table.Row row : used.list()) {
      Optional<People.Human> human = tables.people().byAccount(row.text("account"));
      String folder = row.text("folder");
      boolean listed =
          human.isEmpty()
              || !tables.has(TableKind.RIGHTS)
              || loans.stream().anyMatch(loan -> covers(loan, human.get(), row));
      if (!listed) {
        seen.add(
            Crossing.seen(
                UNLISTED,
                Severity.HIGH,
                row.text("account") + " " + folder + " " + row.text("day"),
                List.of(
                    human.get().name(),
                    row.text("account"),
                    folder,
                    row.text("host"),
                    crossing.wall(row.whole("first")),
                    row.text("events")),
                used,
                List.of(row.whole("position"))));
      }
    }
    for (Loan loan : loans) {
      boolean over = loan.to().isBefore(context.period().to());
      boolean begun = !loan.from().isBefore(context.period().from());
      boolean listed = rights.getOrDefault(loan.human(), Set.of()).contains(loan.folder());
      if (over && begun && !listed && used.list().stream().noneMatch(row -> uses(loan, row))) {
        seen.add(
            Crossing.seen(
                UNUSED,
                Severity.LOW,
                loan.entry().text(Role.NUMBER) + " " + loan.from(),
                List.of(
                    loan.entry().text(Role.NUMBER),
                    loan.entry().text(Role.NAME),
                    loan.entry().text(Role.FOLDER),
                    loan.from().toString(),
                    loan.to().toString(),
                    loan.entry().place()),
                used,
                List.of()));
      }
    }
    return new Result(List.of(used), seen);
  }

  /** Who may use what, as the statement compares it. */
  private Map<String, Set<String>> listed(Map<Integer, Set<String>> rights) {
    Map<String, Set<String>> listed = new TreeMap<>();
    for (People.Human human : tables.people().all()) {
      for (String folder : rights.getOrDefault(human.number(), Set.of())) {
        human
            .accounts()
            .forEach(account -> listed.computeIfAbsent(account, a -> new TreeSet<>()).add(folder));
      }
    }
    return listed;
  }

  private static Table used(
      ReviewContext context,
      Crossing crossing,
      Set<String> folders,
      Map<String, Set<String>> listed)
      throws IOException {
    StringBuilder of = new StringBuilder("CASE");
    for (String folder : folders) {
      String name = ReviewSql.literal(folder);
      of.append(" WHEN service = ").append(name);
      for (String sign : List.of("\\", "/")) {
        of.append(" OR contains(file, ")
            .append(ReviewSql.literal(sign + folder + sign))
            .append(")");
      }
      of.append(" THEN ").append(name);
    }
    of.append(" END");
    return context.table(
        "cross-folders",
        """
        SELECT account, folder, host, day, count(*) AS events, min(time) AS first,
          min(position) AS position
        FROM (SELECT account, %2$s AS folder, host, %3$s AS day, time, position
          FROM (SELECT %1$s AS account, host, time, position,
              lower(coalesce(%7$s, '')) AS service, lower(coalesce(%8$s, '')) AS file
            FROM event WHERE %4$s AND %5$s))
        WHERE folder IS NOT NULL AND account IS NOT NULL AND NOT %6$s GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
        """
            .formatted(
                CrossSql.ACCOUNT,
                of,
                crossing.day("time"),
                context.sql().period(),
                CrossSql.FILES,
                CrossSql.in("account", "folder", listed),
                CrossSql.SERVICE,
                CrossSql.FILE));
  }

  /** The last part of a path, in small letters. */
  private static String folder(Entry entry) {
    String plain = Names.plain(entry.text(Role.FOLDER)).replaceAll("[\\\\/]+$", "");
    return plain.substring(Math.max(plain.lastIndexOf('\\'), plain.lastIndexOf('/')) + 1);
  }

  private List<Loan> loans(Crossing crossing) {
    List<Loan> loans = new ArrayList<>();
    for (Entry entry : tables.of(TableKind.FOLDER_REQUESTS)) {
      Optional<LocalDate> from = entry.date(Role.FROM, crossing.near());
      Optional<LocalDate> to = entry.date(Role.TO, crossing.near());
      tables
          .people()
          .of(entry)
          .filter(human -> from.isPresent() && to.isPresent())
          .ifPresent(
              human ->
                  loans.add(new Loan(human.number(), folder(entry), from.get(), to.get(), entry)));
    }
    return loans;
  }

  private boolean uses(Loan loan, Table.Row row) {
    return tables
        .people()
        .byAccount(row.text("account"))
        .filter(human -> covers(loan, human, row))
        .isPresent();
  }

  private static boolean covers(Loan loan, People.Human human, Table.Row row) {
    LocalDate day = LocalDate.parse(row.text("day"));
    return loan.human() == human.number()
        && loan.folder().equals(row.text("folder"))
        && !day.isBefore(loan.from())
        && !day.isAfter(loan.to());
  }
}
