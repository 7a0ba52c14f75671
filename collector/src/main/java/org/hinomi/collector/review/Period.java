package org.hinomi.collector.review;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whole days of a zone.
 *
 * @param from first day
 * @param to day after the last
 */
public record Period(LocalDate from, LocalDate to, ZoneId zone) {
  /** What {@link #parse} understands, in words. */
  public static final String EXPECTED =
      "a month 2026-11, a week 2026-W47, a day 2026-11-23, or days 2026-11-01..2026-11-15";

  private static final Pattern WEEK = Pattern.compile("(\\d{4})-W(\\d{2})");

  public Period {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(from + " to " + to + " (expected: at least one day)");
    }
  }

  /**
   * Reads a period as people name it.
   *
   * @throws IllegalArgumentException with a message for the reader
   */
  public static Period parse(String text, ZoneId zone) {
    try {
      Matcher week = WEEK.matcher(text);
      if (week.matches()) {
        LocalDate monday =
            LocalDate.of(Integer.parseInt(week.group(1)), 1, 4)
                .with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, Long.parseLong(week.group(2)))
                .with(DayOfWeek.MONDAY);
        return new Period(monday, monday.plusWeeks(1), zone);
      }
      int dots = text.indexOf("..");
      if (dots > 0) {
        LocalDate last = LocalDate.parse(text.substring(dots + 2));
        return new Period(LocalDate.parse(text.substring(0, dots)), last.plusDays(1), zone);
      }
      if (text.length() == 7) {
        LocalDate first = YearMonth.parse(text).atDay(1);
        return new Period(first, first.plusMonths(1), zone);
      }
      LocalDate day = LocalDate.parse(text);
      return new Period(day, day.plusDays(1), zone);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new IllegalArgumentException("period: " + text + " (expected: " + EXPECTED + ")", e);
    }
  }

  /** As {@link #parse} reads it. */
  public String text() {
    if (from.getDayOfMonth() == 1 && from.plusMonths(1).equals(to)) {
      return YearMonth.from(from).toString();
    }
    if (from.plusDays(1).equals(to)) {
      return from.toString();
    }
    if (from.getDayOfWeek() == DayOfWeek.MONDAY && from.plusWeeks(1).equals(to)) {
      return String.format(
          Locale.ROOT,
          "%04d-W%02d",
          from.get(IsoFields.WEEK_BASED_YEAR),
          from.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }
    return from + ".." + to.minusDays(1);
  }

  /** The one before: a month before a month, else as many days. */
  public Period previous() {
    return from.getDayOfMonth() == 1 && from.plusMonths(1).equals(to)
        ? new Period(from.minusMonths(1), from, zone)
        : new Period(from.minusDays(length()), from, zone);
  }

  /** Days. */
  public long length() {
    return ChronoUnit.DAYS.between(from, to);
  }

  public Instant start() {
    return from.atStartOfDay(zone).toInstant();
  }

  /** The first moment after it. */
  public Instant end() {
    return to.atStartOfDay(zone).toInstant();
  }

  /** Its days in their order. */
  public List<LocalDate> days() {
    List<LocalDate> days = new ArrayList<>();
    for (LocalDate day = from; day.isBefore(to); day = day.plusDays(1)) {
      days.add(day);
    }
    return days;
  }
}
