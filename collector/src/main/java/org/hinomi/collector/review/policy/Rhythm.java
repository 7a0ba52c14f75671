package org.hinomi.collector.review.policy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import org.hinomi.collector.review.Period;

/** How often a source is reviewed. */
public enum Rhythm {
  DAILY,
  WEEKLY,
  MONTHLY,
  /** Only when something has happened. */
  INCIDENT;

  /** The last period that is over on a day; none for {@link #INCIDENT}. */
  public Optional<Period> last(LocalDate today, ZoneId zone) {
    return switch (this) {
      case DAILY -> Optional.of(new Period(today.minusDays(1), today, zone));
      case WEEKLY -> {
        LocalDate monday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        yield Optional.of(new Period(monday.minusWeeks(1), monday, zone));
      }
      case MONTHLY -> {
        LocalDate first = today.withDayOfMonth(1);
        yield Optional.of(new Period(first.minusMonths(1), first, zone));
      }
      case INCIDENT -> Optional.empty();
    };
  }
}
