package org.hinomi.collector.review.cross;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import org.hinomi.collector.review.cross.table.Role;
import org.hinomi.collector.review.cross.table.TableKind;

/** Work that was asked for, and of which no log says that it was done. */
final class UnusedRequestCheck implements Check {
  private static final Kind UNUSED = new Kind("request-without-access", Purpose.DISCOVERY, "IA");

  private final PeopleTables tables;

  UnusedRequestCheck(PeopleTables tables) {
    this.tables = tables;
  }

  @Override
  public String id() {
    return "unused-requests";
  }

  @Override
  public Step step() {
    return Step.CROSS_CHECKS;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    Crossing crossing = new Crossing(context);
    List<Request> requests =
        Request.of(tables, crossing).stream().filter(request -> isOver(request, context)).toList();
    if (requests.isEmpty()) {
      return Result.NONE;
    }
    Set<String> accounts = new TreeSet<>();
    requests.forEach(request -> accounts.addAll(request.human().accounts()));
    Table done =
        context.table(
            "cross-work",
            """
            SELECT %1$s AS account, host, time_bucket(to_minutes(10), slot) AS at,
              min(first) AS first, max(last) AS last, CAST(sum(n) AS BIGINT) AS events
            FROM %2$s WHERE %3$s GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            """
                .formatted(
                    CrossSql.ACCOUNT,
                    context.sql().fact("doings"),
                    CrossSql.in(CrossSql.ACCOUNT, accounts)));
    List<Table.Row> rows = done.list();
    Duration tolerance = tables.tolerance(TableKind.WORK_REQUESTS);
    List<Observation> seen = new ArrayList<>();
    for (Request request : requests) {
      if (rows.stream().noneMatch(row -> does(request, row, tolerance))) {
        seen.add(
            Crossing.seen(
                UNUSED,
                Severity.LOW,
                request.entry().text(Role.NUMBER) + " " + request.entry().text(Role.FROM),
                List.of(
                    request.entry().text(Role.NUMBER),
                    request.human().name(),
                    request.entry().text(Role.TARGET),
                    crossing.wall(request.from()),
                    request.entry().text(Role.PURPOSE),
                    request.entry().place()),
                done,
                List.of()));
      }
    }
    return new Result(List.of(done), seen);
  }

  /** It was for this period, and its time has come and gone. */
  private static boolean isOver(Request request, ReviewContext context) {
    long from = context.period().start().getEpochSecond() * 1_000_000;
    long to = context.period().end().getEpochSecond() * 1_000_000;
    return request.from() >= from
        && request.to() < to
        && request.to() < context.asOf().getEpochSecond() * 1_000_000;
  }

  private static boolean does(Request request, Table.Row row, Duration tolerance) {
    long micros = tolerance.toSeconds() * 1_000_000;
    return request.human().accounts().contains(row.text("account"))
        && request.isFor(row.text("host"))
        && row.whole("last") >= request.from() - micros
        && row.whole("first") <= request.to() + micros;
  }
}
