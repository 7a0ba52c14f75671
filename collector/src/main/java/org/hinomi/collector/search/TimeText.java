package org.hinomi.collector.search;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as people type them: {@code now}, {@code -24h}, {@code -1h30m}, {@code 2026-11-23}, {@code
 * 2026-11-23 08:00}, {@code 2026-11-23T08:00:00.5+09:00}, {@code today 08:00}, {@code yesterday},
 * {@code 08:00}. A time without a zone is in the reader's; a date without a time is its midnight.
 */
public final class TimeText {
  private static final Pattern AGO = Pattern.compile("(?:now)?([-+])((?:\\d{1,9}(?:ms|[smhdw]))+)");
  private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|[smhdw])");
  private static final Pattern DAY =
      Pattern.compile(
          "(?:(today|yesterday|\\d{4}-\\d{2}-\\d{2})(?:[ T]+|$))?"
              + "(\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)?",
          Pattern.CASE_INSENSITIVE);

  private TimeText() {}

  /**
   * Reads a time.
   *
   * @throws WrongQuestion where it is none
   */
  public static Instant parse(String text, Instant now, ZoneId zone) {
    String time = text.strip();
    try {
      if (time.equalsIgnoreCase("now")) {
        return now;
      }
      Matcher ago = AGO.matcher(time);
      if (ago.matches()) {
        Duration span = span(ago.group(2));
        return ago.group(1).equals("-") ? now.minus(span) : now.plus(span);
      }
      Matcher day = DAY.matcher(time);
      if (!time.isEmpty() && day.matches()) {
        return local(day, now, zone);
      }
      return OffsetDateTime.parse(
              time.replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) ", "$1T"),
              DateTimeFormatter.ISO_OFFSET_DATE_TIME)
          .toInstant();
    } catch (DateTimeException | ArithmeticException e) {
      throw new WrongQuestion("time", text);
    }
  }

  /**
   * Reads a length of time such as {@code 5m} or {@code 1h30m}.
   *
   * @throws WrongQuestion where it is none
   */
  public static Duration duration(String text) {
    if (!text.matches("(?:\\d{1,9}(?:ms|[smhdw]))+")) {
      throw new WrongQuestion("duration", text);
    }
    return span(text);
  }

  private static Instant local(Matcher day, Instant now, ZoneId zone) {
    LocalDate today = LocalDate.ofInstant(now, zone);
    String word = day.group(1) == null ? null : day.group(1).toLowerCase(Locale.ROOT);
    LocalDate date =
        switch (word) {
          case null -> today;
          case "today" -> today;
          case "yesterday" -> today.minusDays(1);
          default -> LocalDate.parse(word);
        };
    String clock = day.group(2);
    if (clock != null && clock.length() > 1 && clock.charAt(1) == ':') {
      clock = "0" + clock;
    }
    LocalTime time = clock == null ? LocalTime.MIDNIGHT : LocalTime.parse(clock);
    return LocalDateTime.of(date, time).atZone(zone).toInstant();
  }

  private static Duration span(String text) {
    Duration span = Duration.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      long count = Long.parseLong(part.group(1));
      span =
          span.plus(
              switch (part.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                case "d" -> Duration.ofDays(count);
                default -> Duration.ofDays(count * 7);
              });
    }
    return span;
  }
}
