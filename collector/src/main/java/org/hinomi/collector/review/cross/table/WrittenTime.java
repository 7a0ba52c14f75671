package org.hinomi.collector.review.cross.table;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads days and times of day as people write them in Japan: {@code 令和8年10月1日(木)}, {@code R8.10.1},
 * {@code 2026/10/1}, {@code 10月1日}, {@code 20261001}, {@code Oct 1, 2026}; {@code 9:05}, {@code
 * 午後1時30分}, {@code 25:10} and {@code 翌1:10}. Full-width digits are as good as others. Stateless.
 */
public final class WrittenTime {
  private static final int DAY = 24 * 3600;
  private static final int NOON = 12;

  /** First year of an era less one. */
  private static final Map<String, Integer> ERAS =
      Map.of("令和", 2018, "r", 2018, "平成", 1988, "h", 1988, "昭和", 1925, "s", 1925);

  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  private static final Pattern ERA =
      Pattern.compile(
          "(令和|平成|昭和|[rhs])\\s*(元|\\d{1,2})\\s*[年./-]\\s*(\\d{1,2})\\s*[月./-]\\s*(\\d{1,2})日?");
  private static final Pattern WESTERN =
      Pattern.compile("(\\d{4})\\s*[年./-]\\s*(\\d{1,2})\\s*[月./-]\\s*(\\d{1,2})日?");
  private static final Pattern DIGITS = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(?!\\d)");
  private static final Pattern AMERICAN = Pattern.compile("(\\d{1,2})/(\\d{1,2})/(\\d{4})");
  private static final Pattern DAY_MONTH =
      Pattern.compile("(\\d{1,2})[ -]([a-z]{3})[a-z]*[ ,-]+(\\d{4})");
  private static final Pattern MONTH_DAY =
      Pattern.compile("([a-z]{3})[a-z]*\\.? (\\d{1,2}),? (\\d{4})");
  private static final Pattern NO_YEAR = Pattern.compile("(\\d{1,2})[月/](\\d{1,2})(?!\\d)日?");

  /** What may stand behind a day: which of the week it is. */
  private static final Pattern WEEKDAY =
      Pattern.compile(
          "\\s*[(（]?(?:[月火水木金土日]|mon|tue|wed|thu|fri|sat|sun)[a-z]*(?:曜日?)?(?:・?祝)?[)）]?");

  private static final Pattern CLOCK =
      Pattern.compile(
          "(翌日?)?\\s*(午前|午後|am|pm)?\\s*(\\d{1,2})(?:[:時]\\s*(\\d{1,2})?分?(?:[:]?\\s*(\\d{1,2})(?:\\.\\d+)?秒?)?)?\\s*(am|pm)?");

  private static final Pattern TIME = Pattern.compile("\\d\\s*[:時]|午前|午後|\\d\\s*[ap]m");

  private WrittenTime() {}

  private record Found(LocalDate date, int end) {}

  /**
   * A day.
   *
   * @param near says which year it is where none is written: the day is the nearest to it
   */
  public static Optional<LocalDate> date(String text, LocalDate near) {
    return find(normal(text), near).map(Found::date);
  }

  /** A moment: a day and a time of day behind it; the day's start where none follows. */
  public static Optional<LocalDateTime> dateTime(String text, LocalDate near) {
    String normal = normal(text);
    Optional<Found> found = find(normal, near);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    LocalDateTime start = found.get().date().atStartOfDay();
    String rest = normal.substring(found.get().end());
    Matcher weekday = WEEKDAY.matcher(rest);
    if (weekday.lookingAt()) {
      rest = rest.substring(weekday.end());
    }
    rest = rest.startsWith("t") ? rest.substring(1) : rest.strip();
    if (rest.isEmpty()) {
      return Optional.of(start);
    }
    OptionalInt second = second(rest);
    return second.isPresent()
        ? Optional.of(start.plusSeconds(second.getAsInt()))
        : Optional.empty();
  }

  /** Whether a moment, as {@link #dateTime} reads it, is written with its time of day. */
  public static boolean hasTime(String text) {
    return TIME.matcher(normal(text)).find();
  }

  /** A time of day, in seconds since midnight; beyond the day's end where it is of the next. */
  public static OptionalInt second(String text) {
    Matcher clock = CLOCK.matcher(normal(text));
    if (!clock.matches()) {
      return OptionalInt.empty();
    }
    int hour = Integer.parseInt(clock.group(3));
    boolean hasUnit = clock.end() > clock.end(3);
    String half = clock.group(2) != null ? clock.group(2) : clock.group(6);
    int minute = clock.group(4) == null ? 0 : Integer.parseInt(clock.group(4));
    int second = clock.group(5) == null ? 0 : Integer.parseInt(clock.group(5));
    if (minute > 59 || second > 59 || hour > 2 * 24 || (!hasUnit && half == null)) {
      return OptionalInt.empty();
    }
    if (half != null) {
      boolean afternoon = half.equals("午後") || half.equals("pm");
      hour = hour % NOON + (afternoon ? NOON : 0);
    }
    return OptionalInt.of((clock.group(1) == null ? 0 : DAY) + hour * 3600 + minute * 60 + second);
  }

  private static String normal(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).strip();
  }

  private static Optional<Found> find(String text, LocalDate near) {
    try {
      Matcher m = ERA.matcher(text);
      if (m.lookingAt()) {
        int year = m.group(2).equals("元") ? 1 : Integer.parseInt(m.group(2));
        return found(ERAS.getOrDefault(m.group(1), 0) + year, m.group(3), m.group(4), m.end());
      }
      for (Pattern yearFirst : List.of(WESTERN, DIGITS)) {
        m = yearFirst.matcher(text);
        if (m.lookingAt()) {
          return found(Integer.parseInt(m.group(1)), m.group(2), m.group(3), m.end());
        }
      }
      m = AMERICAN.matcher(text);
      if (m.lookingAt()) {
        boolean dayFirst = Integer.parseInt(m.group(1)) > NOON;
        return found(
            Integer.parseInt(m.group(3)),
            m.group(dayFirst ? 2 : 1),
            m.group(dayFirst ? 1 : 2),
            m.end());
      }
      m = DAY_MONTH.matcher(text);
      if (m.lookingAt() && MONTHS.contains(m.group(2))) {
        return found(Integer.parseInt(m.group(3)), month(m.group(2)), m.group(1), m.end());
      }
      m = MONTH_DAY.matcher(text);
      if (m.lookingAt() && MONTHS.contains(m.group(1))) {
        return found(Integer.parseInt(m.group(3)), month(m.group(1)), m.group(2), m.end());
      }
      m = NO_YEAR.matcher(text);
      return m.lookingAt()
          ? Optional.of(
              new Found(
                  nearest(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)), near),
                  m.end()))
          : Optional.empty();
    } catch (DateTimeException e) {
      // The 31st of February and the like: no day.
      return Optional.empty();
    }
  }

  private static String month(String name) {
    return Integer.toString(MONTHS.indexOf(name) + 1);
  }

  private static Optional<Found> found(int year, String month, String day, int end) {
    return Optional.of(
        new Found(LocalDate.of(year, Integer.parseInt(month), Integer.parseInt(day)), end));
  }

  private static LocalDate nearest(int month, int day, LocalDate near) {
    // The 29th of February is not of every year.
    MonthDay written = MonthDay.of(month, day);
    return IntStream.rangeClosed(near.getYear() - 1, near.getYear() + 1)
        .filter(written::isValidYear)
        .mapToObj(written::atYear)
        .min(Comparator.comparingLong(date -> Math.abs(ChronoUnit.DAYS.between(near, date))))
        .orElseThrow(() -> new DateTimeException("no such day in these years: " + written));
  }
}
