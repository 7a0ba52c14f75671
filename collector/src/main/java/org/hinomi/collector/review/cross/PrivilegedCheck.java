package org.hinomi.collector.review.cross;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.Doings;
import org.hinomi.collector.review.Kind;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.Purpose;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.Step;
import org.hinomi.collector.review.Table;
import org.hinomi.collector.review.cross.table.TableKind;

/** Rights of an administrator that somebody used without having asked for the work. */
final class PrivilegedCheck implements Check {
  private static final Kind UNASKED =
      new Kind("privileged-without-request", Purpose.DISCOVERY, "CI");

  private final PeopleTables tables;

  PrivilegedCheck(PeopleTables tables) {
    this.tables = tables;
  }

  @Override
  public String id() {
    return "privileged-use";
  }

  @Override
  public Step step() {
    return Step.CROSS_CHECKS;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    if (!tables.has(TableKind.WORK_REQUESTS)) {
      return Result.NONE;
    }
    Crossing crossing = new Crossing(context);
    List<Request> requests = Request.of(tables, crossing);
    Duration tolerance = tables.tolerance(TableKind.WORK_REQUESTS);
    Table used =
        context.table(
            "cross-privileged",
            """
            SELECT %1$s AS account, host, %2$s AS day, time_bucket(to_minutes(10), slot) AS at,
              CAST(sum(n) AS BIGINT) AS events, min(first) AS first, max(last) AS last,
              min(first_position) AS position
            FROM %3$s WHERE doing >= %4$d GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
            """
                .formatted(
                    CrossSql.ACCOUNT,
                    crossing.day("slot"),
                    context.sql().fact("doings"),
                    Doings.ADMINISTERED));
    // One observation for all of somebody's day on a host.
    Map<String, List<Table.Row>> unasked = new LinkedHashMap<>();
    for (Table.Row row : used.list()) {
      Optional<People.Human> human = tables.people().byAccount(row.text("account"));
      if (human.isPresent() && !asked(requests, human.get(), row, tolerance)) {
        unasked
            .computeIfAbsent(
                row.text("account") + " " + row.text("host") + " " + row.text("day"),
                key -> new ArrayList<>())
            .add(row);
      }
    }
    List<Observation> seen = new ArrayList<>();
    unasked.forEach(
        (key, rows) -> {
          Table.Row first = rows.getFirst();
          String name =
              tables.people().byAccount(first.text("account")).map(People.Human::name).orElse("");
          seen.add(
              Crossing.seen(
                  UNASKED,
                  Severity.HIGH,
                  key,
                  List.of(
                      name,
                      first.text("account"),
                      first.text("host"),
                      crossing.wall(first.whole("first")),
                      crossing.wall(rows.getLast().whole("last")),
                      Long.toString(rows.stream().mapToLong(row -> row.whole("events")).sum())),
                  used,
                  rows.stream().map(row -> row.whole("position")).toList()));
        });
    return new Result(List.of(used), seen);
  }

  private static boolean asked(
      List<Request> requests, People.Human human, Table.Row row, Duration tolerance) {
    return requests.stream()
        .anyMatch(
            request ->
                request.human().equals(human)
                    && request.isFor(row.text("host"))
                    && request.covers(row.whole("first"), row.whole("last"), tolerance));
  }
}
