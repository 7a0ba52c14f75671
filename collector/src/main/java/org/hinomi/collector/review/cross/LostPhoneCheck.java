package org.hinomi.collector.review.cross;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
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
import org.hinomi.collector.review.ReviewSql;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.Step;
import org.hinomi.collector.review.Table;
import org.hinomi.collector.review.cross.table.PeopleTable.Entry;
import org.hinomi.collector.review.cross.table.Role;
import org.hinomi.collector.review.cross.table.TableKind;

/**
 * What was done with a phone after it was lost: logons from addresses that its owner did not use
 * before, in the period or in what lies before it, and what carriers, railways and payment services
 * recorded.
 */
final class LostPhoneCheck implements Check {
  private static final Kind USED = new Kind("lost-phone-account-used", Purpose.CAUSE, "C");
  private static final Kind RECORDED = new Kind("lost-phone-recorded", Purpose.CAUSE, "CA");

  private static final List<TableKind> RECORDS =
      List.of(TableKind.CALLS, TableKind.LOCATIONS, TableKind.TRAVEL, TableKind.PAYMENTS);

  /** What is told of a record, where the table has it. */
  private static final List<Role> TOLD =
      List.of(
          Role.OTHER_NUMBER,
          Role.LATITUDE,
          Role.LONGITUDE,
          Role.STATION,
          Role.KIND,
          Role.SHOP,
          Role.AMOUNT);

  private final PeopleTables tables;

  LostPhoneCheck(PeopleTables tables) {
    this.tables = tables;
  }

  private record Loss(People.Human human, LocalDateTime at, Entry entry) {}

  @Override
  public String id() {
    return "lost-phones";
  }

  @Override
  public Step step() {
    return Step.CROSS_CHECKS;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    Crossing crossing = new Crossing(context);
    List<Table> asked = new ArrayList<>();
    List<Observation> seen = new ArrayList<>();
    List<Loss> losses = losses(crossing);
    for (int i = 0; i < losses.size(); i++) {
      Loss loss = losses.get(i);
      Table logons = logons(context, crossing, loss, i + 1);
      asked.add(logons);
      // Of one that was lost before all that is looked at, nothing is known of what was usual.
      if (!at(crossing, loss).isBefore(context.sql().baselineStart())) {
        used(crossing, loss, logons, seen);
      }
      recorded(crossing, loss, logons, seen);
    }
    return new Result(asked, seen);
  }

  private List<Loss> losses(Crossing crossing) {
    List<Loss> losses = new ArrayList<>();
    for (Entry entry : tables.of(TableKind.LOSSES)) {
      Optional<LocalDateTime> at = entry.dateTime(Role.LOST, crossing.near());
      tables
          .people()
          .of(entry)
          .filter(human -> at.isPresent())
          .ifPresent(human -> losses.add(new Loss(human, at.get(), entry)));
    }
    return losses;
  }

  private static Table logons(ReviewContext context, Crossing crossing, Loss loss, int number)
      throws IOException {
    String lost = ReviewSql.time(at(crossing, loss));
    return context.table(
        "cross-lost-phone-" + number,
        """
        SELECT source_ip AS address, host, coalesce(app, '') AS app, time >= %1$s AS after_loss,
          count(*) AS events, min(time) AS first, max(time) AS last, min(position) AS position
        FROM event WHERE ((%2$s) OR (%5$s AND time < %1$s)) AND source_ip IS NOT NULL
          AND outcome = 'success' AND %3$s AND %4$s IN ('logged-in', 'connected', 'connection-authorized')
        GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
        """
            .formatted(
                lost,
                context.sql().period(),
                CrossSql.in(CrossSql.ACCOUNT, loss.human().accounts()),
                CrossSql.ACTION,
                context.sql().baseline()));
  }

  private static Instant at(Crossing crossing, Loss loss) {
    return Instant.ofEpochSecond(crossing.micros(loss.at()) / 1_000_000);
  }

  private static void used(Crossing crossing, Loss loss, Table logons, List<Observation> seen) {
    Set<String> before = new HashSet<>();
    for (Table.Row row : logons.list()) {
      if (!row.text("after_loss").equals("true")) {
        before.add(row.text("address"));
      }
    }
    for (Table.Row row : logons.list()) {
      if (row.text("after_loss").equals("true") && !before.contains(row.text("address"))) {
        seen.add(
            Crossing.seen(
                USED,
                Severity.HIGH,
                loss.human().name() + " " + row.text("address") + " " + row.text("host"),
                List.of(
                    loss.human().name(),
                    loss.at().toString().replace('T', ' '),
                    row.text("address"),
                    row.text("host"),
                    crossing.wall(row.whole("first")),
                    row.text("events")),
                logons,
                List.of(row.whole("position"))));
      }
    }
  }

  private void recorded(Crossing crossing, Loss loss, Table logons, List<Observation> seen) {
    for (TableKind kind : RECORDS) {
      List<String> places = new ArrayList<>();
      List<String> told = new ArrayList<>();
      for (Entry entry : tables.of(kind)) {
        boolean his = tables.people().of(entry).filter(loss.human()::equals).isPresent();
        Optional<LocalDateTime> at = entry.dateTime(Role.TIME, crossing.near());
        if (his && at.isPresent() && !at.get().isBefore(loss.at())) {
          places.add(entry.place());
          told.add(at.get().toString().replace('T', ' ') + " " + words(entry.values()));
        }
      }
      if (!places.isEmpty()) {
        seen.add(
            Crossing.seen(
                RECORDED,
                Severity.MEDIUM,
                loss.human().name() + " " + kind.wireName() + " " + loss.at(),
                List.of(
                    loss.human().name(),
                    loss.at().toString().replace('T', ' '),
                    kind.wireName(),
                    Integer.toString(places.size()),
                    String.join("; ", told),
                    places.getFirst()),
                logons,
                List.of()));
      }
    }
  }

  private static String words(Map<Role, String> values) {
    return TOLD.stream()
        .filter(values::containsKey)
        .map(values::get)
        .reduce((a, b) -> a + " " + b)
        .orElse("");
  }
}
