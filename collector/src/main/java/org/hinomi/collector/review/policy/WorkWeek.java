package org.hinomi.collector.review.policy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import org.hinomi.collector.calendar.JapaneseHolidays;

/**
 * The same hours on the same days of each week, but for holidays.
 *
 * @param to after {@code from}; 00:00: the end of the day
 * @param holidays days off, whatever day of the week
 * @param japan whether the public holidays of Japan are holidays
 */
public record WorkWeek(
    Set<DayOfWeek> days, LocalTime from, LocalTime to, Set<LocalDate> holidays, boolean japan)
    implements WorkingTime {
  public WorkWeek {
    days = Set.copyOf(days);
    holidays = Set.copyOf(holidays);
  }

  @Override
  public List<Span> on(LocalDate day) {
    if (!days.contains(day.getDayOfWeek())
        || holidays.contains(day)
        || (japan && JapaneseHolidays.on(day).isPresent())) {
      return List.of();
    }
    int end = to.equals(LocalTime.MIDNIGHT) ? 1440 : to.toSecondOfDay() / 60;
    return List.of(new Span(from.toSecondOfDay() / 60, end));
  }
}
