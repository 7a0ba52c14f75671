package org.hinomi.collector.calendar;

import static java.time.temporal.TemporalAdjusters.dayOfWeekInMonth;
import static java.time.temporal.TemporalAdjusters.lastDayOfMonth;
import static java.time.temporal.TemporalAdjusters.lastInMonth;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Set;

/** The dates on which something happens again and again. */
sealed interface Recurrence {

  boolean on(LocalDate date);

  /** At least so many days lie between two of them: what lasts as long would never end. */
  int daysBetween();

  /** Each week on these days. */
  record Weekly(Set<DayOfWeek> days) implements Recurrence {
    public Weekly {
      days = Set.copyOf(days);
    }

    @Override
    public boolean on(LocalDate date) {
      return days.contains(date.getDayOfWeek());
    }

    @Override
    public int daysBetween() {
      int least = 7;
      for (DayOfWeek day : days) {
        int next = 1;
        while (!days.contains(day.plus(next))) {
          next++;
        }
        least = Math.min(least, next);
      }
      return least;
    }
  }

  /**
   * Each month on its n-th such day of the week.
   *
   * @param which 1..5; -1 for the last
   */
  record MonthlyWeekday(int which, DayOfWeek day) implements Recurrence {
    @Override
    public boolean on(LocalDate date) {
      LocalDate then = date.with(which < 0 ? lastInMonth(day) : dayOfWeekInMonth(which, day));
      return then.equals(date);
    }

    @Override
    public int daysBetween() {
      return 28;
    }
  }

  /**
   * Each month on this day, where the month has it.
   *
   * @param day 1..31; -1 for the last
   */
  record MonthlyDay(int day) implements Recurrence {
    @Override
    public boolean on(LocalDate date) {
      return day < 0 ? date.equals(date.with(lastDayOfMonth())) : date.getDayOfMonth() == day;
    }

    @Override
    public int daysBetween() {
      return 28;
    }
  }
}
