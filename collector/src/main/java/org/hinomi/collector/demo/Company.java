package org.hinomi.collector.demo;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Predicate;

/**
 * A small company in one month. Immutable.
 *
 * @param seed from which all of it comes
 * @param holiday the days on which nobody works, beside Saturdays and Sundays
 */
record Company(
    long seed, YearMonth month, List<Person> people, Chance chance, Predicate<LocalDate> holiday) {
  static final String NAME = "株式会社あけぼの精工";
  static final String DOMAIN = "akebono.example";
  static final String WINDOWS_DOMAIN = "AKEBONO";
  static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");

  /** Files that the company's folders hold, about. */
  static final int FILES = 120;

  static Company of(long seed, YearMonth month, Predicate<LocalDate> holiday) {
    Chance chance = new Chance(seed);
    return new Company(seed, month, Staff.make(chance), chance, holiday);
  }

  List<LocalDate> days() {
    return month.atDay(1).datesUntil(month.atEndOfMonth().plusDays(1)).toList();
  }

  boolean worksOn(LocalDate day) {
    return day.getDayOfWeek() != DayOfWeek.SATURDAY
        && day.getDayOfWeek() != DayOfWeek.SUNDAY
        && !holiday.test(day);
  }

  List<LocalDate> workingDays() {
    return days().stream().filter(this::worksOn).toList();
  }

  List<Person> of(Department department) {
    return people.stream().filter(person -> person.department() == department).toList();
  }

  /**
   * A moment.
   *
   * @param second of the day; may be beyond its end
   * @return microseconds since 1970
   */
  static long micros(LocalDate day, double second) {
    return day.atStartOfDay(ZONE).toEpochSecond() * 1_000_000 + (long) (second * 1e6);
  }

  /** Seconds since midnight. */
  static int at(int hour, int minute) {
    return hour * 3600 + minute * 60;
  }
}
