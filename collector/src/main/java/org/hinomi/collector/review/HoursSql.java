package org.hinomi.collector.review;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hinomi.collector.review.policy.Policy;
import org.hinomi.collector.review.policy.RegisteredSource;
import org.hinomi.collector.review.policy.WorkingTime;
import org.hinomi.collector.review.policy.WorkingTime.Span;

/**
 * Working hours in statements: the days of the period and of the two before it, as constants.
 *
 * @param policy whose calendar counts, and those of its sources that have their own
 */
record HoursSql(Period period, Policy policy) {

  /** Minutes of the day at which hours of any calendar begin and end. */
  List<Integer> edges() {
    return Stream.concat(
            Stream.of(policy.calendar()),
            policy.sources().stream().flatMap(source -> source.calendar().stream()))
        .distinct()
        .flatMap(calendar -> spans(calendar).keySet().stream().flatMap(List::stream))
        .flatMap(span -> Stream.of(span.from(), span.to()))
        .toList();
  }

  /** A condition: people work then. */
  String working(String local, WorkingTime calendar) {
    List<String> conditions = new ArrayList<>();
    spans(calendar)
        .forEach(
            (spans, days) -> {
              String hours =
                  spans.stream()
                      .map(
                          span ->
                              "hour("
                                  + local
                                  + ") * 60 + minute("
                                  + local
                                  + ") BETWEEN "
                                  + span.from()
                                  + " AND "
                                  + (span.to() - 1))
                      .collect(Collectors.joining(" OR "));
              conditions.add("(" + days(local, days) + " AND (" + hours + "))");
            });
    return conditions.isEmpty() ? "FALSE" : "(" + String.join(" OR ", conditions) + ")";
  }

  /** A condition: a day on which people work. */
  String day(String local, WorkingTime calendar) {
    List<LocalDate> days = new ArrayList<>();
    spans(calendar).values().forEach(days::addAll);
    return days.isEmpty() ? "FALSE" : days(local, days);
  }

  /** A condition by the calendar of each source: its own where the register gives it one. */
  String bySource(Function<WorkingTime, String> condition) {
    Map<WorkingTime, List<String>> own = new LinkedHashMap<>();
    for (RegisteredSource source : policy.sources()) {
      source
          .calendar()
          .ifPresent(
              calendar ->
                  own.computeIfAbsent(calendar, made -> new ArrayList<>())
                      .add(ReviewSql.literal(source.name())));
    }
    String others = condition.apply(policy.calendar());
    return own.isEmpty()
        ? others
        : own.entrySet().stream()
            .map(
                each ->
                    "WHEN source IN ("
                        + String.join(", ", each.getValue())
                        + ") THEN "
                        + condition.apply(each.getKey()))
            .collect(Collectors.joining(" ", "(CASE ", " ELSE " + others + " END)"));
  }

  private static String days(String local, List<LocalDate> days) {
    return "CAST("
        + local
        + " AS DATE) IN ("
        + days.stream().sorted().map(day -> "DATE '" + day + "'").collect(Collectors.joining(", "))
        + ")";
  }

  /** The days of the period and of the two before it on which people work, by their hours. */
  private Map<List<Span>, List<LocalDate>> spans(WorkingTime calendar) {
    Map<List<Span>, List<LocalDate>> spans = new LinkedHashMap<>();
    LocalDate from = period.previous().previous().from();
    for (LocalDate day = from; day.isBefore(period.to()); day = day.plusDays(1)) {
      List<Span> hours = calendar.on(day);
      if (!hours.isEmpty()) {
        spans.computeIfAbsent(hours, made -> new ArrayList<>()).add(day);
      }
    }
    return spans;
  }
}
