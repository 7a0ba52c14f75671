package org.hinomi.collector.review.cross;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.hinomi.collector.review.Kind;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.Table;

/** What cross-checks share: the context, and times of people beside those of logs. */
record Crossing(ReviewContext context) {

  ZoneId zone() {
    return context.period().zone();
  }

  /** Near which a day without a year is. */
  LocalDate near() {
    return context.period().from();
  }

  long micros(LocalDateTime local) {
    return local.atZone(zone()).toEpochSecond() * 1_000_000;
  }

  long micros(LocalDate day) {
    return micros(day.atStartOfDay());
  }

  /** As people of the zone write it: {@code 2026-10-05 14:20}. */
  String wall(long micros) {
    LocalDateTime local =
        LocalDateTime.ofInstant(Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L)), zone());
    return local.toLocalDate() + " " + "%02d:%02d".formatted(local.getHour(), local.getMinute());
  }

  /** The day of work that a moment belongs to. */
  String day(String column) {
    return "strftime("
        + context.sql().local(column)
        + " - to_hours("
        + CrossSql.DAY_BEGINS
        + "), '%Y-%m-%d')";
  }

  static Observation seen(
      Kind kind,
      Severity severity,
      String key,
      List<String> arguments,
      Table table,
      List<Long> at) {
    return new Observation(kind, severity, key, arguments, table.evidence(at));
  }
}
