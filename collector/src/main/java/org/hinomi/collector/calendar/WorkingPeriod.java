package org.hinomi.collector.calendar;

import static java.util.Objects.requireNonNull;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Set;

/**
 * Hours in which people work, each week alike.
 *
 * @param name of a shift, or ""
 * @param days on which it begins
 * @param to first minute that is not part of it; at or before {@code from}: on the next day
 * @param onHolidays whether it is worked on holidays too
 */
record WorkingPeriod(
    String name, Set<DayOfWeek> days, LocalTime from, LocalTime to, boolean onHolidays) {

  WorkingPeriod {
    requireNonNull(name, "name");
    days = Set.copyOf(days);
  }

  /** Whether it goes over midnight; until midnight itself is not over it. */
  private boolean wraps() {
    return !to.isAfter(from);
  }

  /** Whether a period that begins on a day has this time of the same day. */
  boolean covers(LocalTime time) {
    return !time.isBefore(from) && (wraps() || time.isBefore(to));
  }

  /** Whether a period that began the day before still has this time. */
  boolean reaches(LocalTime time) {
    return wraps() && time.isBefore(to);
  }
}
