package org.hinomi.collector.calendar;

import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.temporal.TemporalAdjusters.dayOfWeekInMonth;

import java.time.LocalDate;
import java.time.Month;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The public holidays of Japan from 1970 on, computed by law: the Act on National Holidays (Act No.
 * 178 of 1948) with its amendments, and the acts for single days and for the Olympic years.
 * Decision 0027 says why no library does it.
 *
 * <p>The days of the equinoxes are those of the usual approximation of the Hydrographic Department
 * (good from 1900 to 2150); the Cabinet announces the actual ones in February of the year before,
 * and has not differed yet. What a later act changes has to be written here, or as company days.
 * Thread-safe.
 */
public final class JapaneseHolidays {
  /** The Cabinet Office's list goes further back; nobody's logs do. */
  static final int FIRST_YEAR = 1970;

  /** As far as the approximation of the equinoxes is good. */
  static final int LAST_YEAR = 2150;

  private static final LocalDate SUBSTITUTES_SINCE = LocalDate.of(1973, 4, 12);
  private static final LocalDate BETWEEN_SINCE = LocalDate.of(1985, 12, 27);

  private static final Map<Integer, SortedMap<LocalDate, String>> YEARS = new ConcurrentHashMap<>();

  private JapaneseHolidays() {}

  /** The holiday's name, in Japanese, as the law or custom has it; empty on other days. */
  public static Optional<String> on(LocalDate date) {
    return Optional.ofNullable(of(date.getYear()).get(date));
  }

  /** All of a year; none outside of 1970 to 2150. */
  public static SortedMap<LocalDate, String> of(int year) {
    if (year < FIRST_YEAR || year > LAST_YEAR) {
      return Collections.emptySortedMap();
    }
    return YEARS.computeIfAbsent(year, JapaneseHolidays::compute);
  }

  private static SortedMap<LocalDate, String> compute(int year) {
    SortedMap<LocalDate, String> national = national(year);
    SortedMap<LocalDate, String> all = new TreeMap<>(national);
    national.forEach((day, name) -> substitute(day, national, all));
    for (LocalDate day : national.keySet()) {
      between(day.plusDays(1), national, all);
    }
    // Days by which the court was honoured: holidays, but none that others depend on.
    switch (year) {
      case 1989 -> all.put(LocalDate.of(1989, 2, 24), "昭和天皇の大喪の礼");
      case 1990 -> all.put(LocalDate.of(1990, 11, 12), "即位礼正殿の儀");
      case 1993 -> all.put(LocalDate.of(1993, 6, 9), "皇太子徳仁親王の結婚の儀");
      default -> {}
    }
    return Collections.unmodifiableSortedMap(all);
  }

  /** Article 3, paragraph 2: for a holiday on a Sunday the next day that is none. */
  private static void substitute(
      LocalDate day, SortedMap<LocalDate, String> national, SortedMap<LocalDate, String> all) {
    if (day.getDayOfWeek() != SUNDAY || day.isBefore(SUBSTITUTES_SINCE)) {
      return;
    }
    LocalDate instead = day.plusDays(1);
    // Until 2006 the Monday alone, which then was never a holiday itself.
    while (day.getYear() >= 2007 && national.containsKey(instead)) {
      instead = instead.plusDays(1);
    }
    all.putIfAbsent(instead, "振替休日");
  }

  /** Article 3, paragraph 3: a day between two holidays, which is none itself. */
  private static void between(
      LocalDate day, SortedMap<LocalDate, String> national, SortedMap<LocalDate, String> all) {
    boolean free =
        !day.isBefore(BETWEEN_SINCE)
            && !national.containsKey(day)
            && national.containsKey(day.plusDays(1))
            // Until 2006 not on a Sunday, nor where the day was a substitute.
            && (day.getYear() >= 2007 || day.getDayOfWeek() != SUNDAY);
    if (free) {
      all.putIfAbsent(day, "国民の休日");
    }
  }

  /** The days of article 2. */
  private static SortedMap<LocalDate, String> national(int y) {
    SortedMap<LocalDate, String> days = new TreeMap<>();
    days.put(LocalDate.of(y, 1, 1), "元日");
    days.put(y < 2000 ? LocalDate.of(y, 1, 15) : monday(y, Month.JANUARY, 2), "成人の日");
    days.put(LocalDate.of(y, 2, 11), "建国記念の日");
    if (y >= 2020) {
      days.put(LocalDate.of(y, 2, 23), "天皇誕生日");
    }
    days.put(LocalDate.of(y, 3, springEquinox(y)), "春分の日");
    days.put(LocalDate.of(y, 4, 29), y < 1989 ? "天皇誕生日" : y < 2007 ? "みどりの日" : "昭和の日");
    days.put(LocalDate.of(y, 5, 3), "憲法記念日");
    if (y >= 2007) {
      days.put(LocalDate.of(y, 5, 4), "みどりの日");
    }
    days.put(LocalDate.of(y, 5, 5), "こどもの日");
    summer(y, days);
    days.put(y < 2003 ? LocalDate.of(y, 9, 15) : monday(y, Month.SEPTEMBER, 3), "敬老の日");
    days.put(LocalDate.of(y, 9, autumnEquinox(y)), "秋分の日");
    days.put(LocalDate.of(y, 11, 3), "文化の日");
    days.put(LocalDate.of(y, 11, 23), "勤労感謝の日");
    if (y >= 1989 && y <= 2018) {
      days.put(LocalDate.of(y, 12, 23), "天皇誕生日");
    }
    if (y == 2019) {
      // Act No. 99 of 2018: as if they were holidays of article 2.
      days.put(LocalDate.of(y, 5, 1), "天皇の即位の日");
      days.put(LocalDate.of(y, 10, 22), "即位礼正殿の儀");
    }
    return days;
  }

  /** Marine Day, Mountain Day, Sports Day: moved for the games of 2020 and 2021. */
  private static void summer(int y, SortedMap<LocalDate, String> days) {
    if (y == 2020) {
      days.put(LocalDate.of(y, 7, 23), "海の日");
      days.put(LocalDate.of(y, 7, 24), "スポーツの日");
      days.put(LocalDate.of(y, 8, 10), "山の日");
      return;
    }
    if (y == 2021) {
      days.put(LocalDate.of(y, 7, 22), "海の日");
      days.put(LocalDate.of(y, 7, 23), "スポーツの日");
      days.put(LocalDate.of(y, 8, 8), "山の日");
      return;
    }
    if (y >= 1996) {
      days.put(y < 2003 ? LocalDate.of(y, 7, 20) : monday(y, Month.JULY, 3), "海の日");
    }
    if (y >= 2016) {
      days.put(LocalDate.of(y, 8, 11), "山の日");
    }
    days.put(
        y < 2000 ? LocalDate.of(y, 10, 10) : monday(y, Month.OCTOBER, 2),
        y < 2020 ? "体育の日" : "スポーツの日");
  }

  private static LocalDate monday(int year, Month month, int which) {
    return LocalDate.of(year, month, 1).with(dayOfWeekInMonth(which, MONDAY));
  }

  private static int springEquinox(int y) {
    return equinox(y, y < 1980 ? 20.8357 : y < 2100 ? 20.8431 : 21.8510);
  }

  private static int autumnEquinox(int y) {
    return equinox(y, y < 1980 ? 23.2588 : y < 2100 ? 23.2488 : 24.2488);
  }

  private static int equinox(int y, double base) {
    // Both quotients are cut towards zero, as in the published formula.
    int leaps = (y - (y < 1980 ? 1983 : 1980)) / 4;
    return (int) Math.floor(base + 0.242194 * (y - 1980) - leaps);
  }
}
