package org.hinomi.collector.review.present;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.Kind;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.Purpose;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.ReviewSql;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.Step;
import org.hinomi.collector.review.Table;
import org.hinomi.collector.review.policy.Expected;
import org.hinomi.collector.review.policy.RegisteredSource;

/** Source × day: what was expected and what came, and what came that nobody expected. */
public final class CalendarCheck implements Check {
  private static final Kind MISSING_SOURCE = new Kind("missing-source", Purpose.DISCOVERY, "IA");
  private static final Kind MISSING_DAYS = new Kind("missing-days", Purpose.DISCOVERY, "IA");
  private static final Kind SHORT_DAY = new Kind("short-day", Purpose.DISCOVERY, "I");
  private static final Kind UNREGISTERED = new Kind("unregistered", Purpose.DISCOVERY, "C");

  /** A source with fewer events on its usual day says nothing by having less. */
  private static final long USUAL = 100;

  @Override
  public String id() {
    return "calendar";
  }

  @Override
  public Step step() {
    return Step.PRESENT;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    ReviewSql sql = context.sql();
    Table calendar =
        context.table(
            "calendar",
            """
            SELECT source, CAST(moment AS DATE) AS day, CAST(sum(n) AS BIGINT) AS events,
              min(first) AS first, max(last) AS last
            FROM %s GROUP BY 1, 2 ORDER BY 1, 2
            """
                .formatted(sql.sources(context.period().start(), context.period().end(), "day")));
    Table unregistered =
        context.table(
            "unregistered",
            """
            SELECT host, log, CAST(sum(n) AS BIGINT) AS events, min(first) AS first,
              max(last) AS last
            FROM %s WHERE %s = '' GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 500
            """
                .formatted(
                    sql.steps(context.period().start(), context.period().end(), "day"),
                    sql.source()));
    List<Observation> seen = new ArrayList<>();
    Map<String, Map<LocalDate, Long>> received = new HashMap<>();
    for (Table.Row row : calendar.list()) {
      received
          .computeIfAbsent(row.text("source"), made -> new HashMap<>())
          .put(LocalDate.parse(row.text("day")), row.whole("events"));
    }
    for (RegisteredSource source : context.policy().sources()) {
      source(context, calendar, source, received.getOrDefault(source.name(), Map.of()), seen);
    }
    if (!unregistered.rows().isEmpty()) {
      seen.add(
          new Observation(
              UNREGISTERED,
              Severity.INFO,
              context.period().text(),
              List.of(
                  Integer.toString(unregistered.rows().size()),
                  unregistered.list().getFirst().text("host")
                      + " "
                      + unregistered.list().getFirst().text("log")),
              unregistered.evidence(List.of())));
    }
    return new Result(List.of(calendar, unregistered), seen);
  }

  private static void source(
      ReviewContext context,
      Table calendar,
      RegisteredSource source,
      Map<LocalDate, Long> received,
      List<Observation> seen) {
    List<LocalDate> days =
        context.period().days().stream()
            .filter(
                day ->
                    day.plusDays(1)
                            .atStartOfDay(context.period().zone())
                            .toInstant()
                            .compareTo(context.asOf())
                        <= 0)
            .filter(day -> expected(context, source, day))
            .toList();
    if (received.isEmpty()) {
      if (!days.isEmpty()) {
        seen.add(
            new Observation(
                MISSING_SOURCE,
                Severity.HIGH,
                source.name(),
                List.of(source.title(), context.period().text()),
                calendar.evidence(List.of())));
      }
      return;
    }
    List<LocalDate> run = new ArrayList<>();
    for (LocalDate day : days) {
      if (!received.containsKey(day)) {
        run.add(day);
      } else {
        missing(source, calendar, run, seen);
      }
    }
    missing(source, calendar, run, seen);
    shorter(context, source, calendar, days, received, seen);
  }

  /** Days one after the other without anything are one observation. */
  private static void missing(
      RegisteredSource source, Table calendar, List<LocalDate> run, List<Observation> seen) {
    if (run.isEmpty()) {
      return;
    }
    String span =
        run.size() == 1 ? run.getFirst().toString() : run.getFirst() + ".." + run.getLast();
    seen.add(
        new Observation(
            MISSING_DAYS,
            Severity.MEDIUM,
            source.name() + " " + run.getFirst(),
            List.of(source.title(), Integer.toString(run.size()), span),
            calendar.evidence(List.of())));
    run.clear();
  }

  /** A day with much less than usual: a file that ends too early, a filter that was set. */
  private static void shorter(
      ReviewContext context,
      RegisteredSource source,
      Table calendar,
      List<LocalDate> days,
      Map<LocalDate, Long> received,
      List<Observation> seen) {
    for (boolean worked : new boolean[] {true, false}) {
      List<LocalDate> alike =
          days.stream()
              .filter(received::containsKey)
              .filter(day -> context.policy().calendar().on(day).isEmpty() != worked)
              .toList();
      List<Long> counts =
          alike.stream().map(day -> received.getOrDefault(day, 0L)).sorted().toList();
      if (counts.size() < 4) {
        continue;
      }
      long usual = counts.get(counts.size() / 2);
      for (LocalDate day : alike) {
        long events = received.getOrDefault(day, 0L);
        if (usual >= USUAL && events < usual * context.policy().thresholds().few()) {
          seen.add(
              new Observation(
                  SHORT_DAY,
                  Severity.LOW,
                  source.name() + " " + day,
                  List.of(
                      source.title(), day.toString(), Long.toString(events), Long.toString(usual)),
                  calendar.evidence(List.of())));
        }
      }
    }
  }

  private static boolean expected(ReviewContext context, RegisteredSource source, LocalDate day) {
    return source.expected() == Expected.EVERY_DAY
        || (source.expected() == Expected.WORKING_DAYS
            && !context.policy().calendar().on(day).isEmpty());
  }
}
