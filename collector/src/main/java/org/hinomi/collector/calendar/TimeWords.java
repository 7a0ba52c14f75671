package org.hinomi.collector.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Days, times and recurrences as calendars write them; empty where a text is none. */
final class TimeWords {
  static final String DAYS = "days as mon, mon-fri, day (every day)";
  static final String TIME = "a time of day, as \"08:30\"";
  static final String DATE = "a date, as 2026-12-29, or a span, as 2026-12-29..2027-01-03";
  static final String RECURRENCE =
      "mon, mon-fri, day (every day), 1 to 31 (a day of the month), last day, 2nd tue, last sun";

  private static final List<String> WEEKDAYS =
      List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final List<String> ORDINALS = List.of("1st", "2nd", "3rd", "4th", "5th");
  private static final Pattern SPAN = Pattern.compile("(\\S+?)\\.\\.(\\S+)");
  private static final Pattern IN_MONTH = Pattern.compile("(\\w+) +(\\w+)");
  private static final DateTimeFormatter HOURS =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

  /** Longer spans of closed days are mistakes. */
  private static final int LONGEST_SPAN_DAYS = 366;

  private TimeWords() {}

  /** {@code mon}, {@code mon-fri}, {@code sat-tue}, {@code day}. */
  static Optional<Set<DayOfWeek>> days(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    if (word.equals("day")) {
      return Optional.of(EnumSet.allOf(DayOfWeek.class));
    }
    int dash = word.indexOf('-');
    int from = WEEKDAYS.indexOf(dash < 0 ? word : word.substring(0, dash));
    int to = dash < 0 ? from : WEEKDAYS.indexOf(word.substring(dash + 1));
    if (from < 0 || to < 0) {
      return Optional.empty();
    }
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    DayOfWeek last = DayOfWeek.of(to + 1);
    DayOfWeek day = DayOfWeek.of(from + 1);
    while (true) {
      days.add(day);
      if (day == last) {
        return Optional.of(days);
      }
      day = day.plus(1);
    }
  }

  static Optional<LocalTime> time(String text) {
    try {
      return Optional.of(LocalTime.parse(text.strip(), HOURS));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** As {@link #time}, with {@code 24:00} for the end of the day. */
  static Optional<LocalTime> end(String text) {
    return text.strip().equals("24:00") ? Optional.of(LocalTime.MIDNIGHT) : time(text);
  }

  /** {@code 2026-12-29} or {@code 2026-12-29..2027-01-03}, both ends included. */
  static Optional<List<LocalDate>> dates(String text) {
    Matcher span = SPAN.matcher(text.strip());
    try {
      if (!span.matches()) {
        return Optional.of(List.of(LocalDate.parse(text.strip())));
      }
      LocalDate from = LocalDate.parse(span.group(1));
      LocalDate to = LocalDate.parse(span.group(2));
      if (to.isBefore(from) || !to.isBefore(from.plusDays(LONGEST_SPAN_DAYS))) {
        return Optional.empty();
      }
      return Optional.of(from.datesUntil(to.plusDays(1)).toList());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  static Optional<Recurrence> recurrence(String text) {
    String words = text.strip().toLowerCase(Locale.ROOT);
    if (words.matches("[1-9]|[12]\\d|3[01]")) {
      return Optional.of(new Recurrence.MonthlyDay(Integer.parseInt(words)));
    }
    if (words.matches("last +day")) {
      return Optional.of(new Recurrence.MonthlyDay(-1));
    }
    Matcher inMonth = IN_MONTH.matcher(words);
    if (inMonth.matches()) {
      int which = inMonth.group(1).equals("last") ? -1 : ORDINALS.indexOf(inMonth.group(1)) + 1;
      int day = WEEKDAYS.indexOf(inMonth.group(2));
      return which == 0 || day < 0
          ? Optional.empty()
          : Optional.of(new Recurrence.MonthlyWeekday(which, DayOfWeek.of(day + 1)));
    }
    return days(words).map(Recurrence.Weekly::new);
  }
}
