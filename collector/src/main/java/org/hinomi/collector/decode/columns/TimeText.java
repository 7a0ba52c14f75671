package org.hinomi.collector.decode.columns;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hinomi.core.syslog.LocalTimes;
import org.hinomi.core.syslog.TimestampReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads times as tables have them: ISO 8601, with slashes, in Japanese, with AM and PM, seconds or
 * fractions of them since 1970, and what syslog senders write. Not thread-safe.
 */
final class TimeText {
  private static final String CLOCK =
      "(?:[\\sT]*(午前|午後)?\\s*(\\d{1,2})[:時](\\d{1,2})(?:[:分](\\d{1,2})秒?)?分?(?:[.,](\\d{1,9}))?"
          + "\\s*([AaPp][Mm])?)?\\s*(Z|UTC|GMT|JST|[+-]\\d{2}:?\\d{2})?";
  private static final Pattern YEAR_FIRST =
      Pattern.compile("(\\d{4})[-/.年](\\d{1,2})[-/.月](\\d{1,2})日?(?:\\s*[(（].[)）])?" + CLOCK);
  private static final Pattern YEAR_LAST =
      Pattern.compile("(\\d{1,2})/(\\d{1,2})/(\\d{4}),?" + CLOCK);
  private static final Pattern NUMBER = Pattern.compile("(\\d{9,19})(?:\\.(\\d{1,9}))?");

  private final TimestampReader named = new TimestampReader();

  /**
   * @param zone of times that name none
   * @param near decides a missing year: microseconds since 1970
   * @return microseconds since 1970; empty where it is no time
   */
  OptionalLong micros(String text, ZoneId zone, long near) {
    String trimmed = text.strip();
    if (trimmed.length() > 64) {
      return OptionalLong.empty();
    }
    Matcher first = YEAR_FIRST.matcher(trimmed);
    if (first.matches()) {
      return of(first, number(first, 1), number(first, 2), number(first, 3), zone, near);
    }
    Matcher last = YEAR_LAST.matcher(trimmed);
    if (last.matches()) {
      int month = number(last, 1);
      int day = number(last, 2);
      return month > 12
          ? of(last, number(last, 3), day, month, zone, near)
          : of(last, number(last, 3), month, day, zone, near);
    }
    Matcher number = NUMBER.matcher(trimmed);
    if (number.matches()) {
      return sinceEpoch(number);
    }
    byte[] bytes = trimmed.getBytes(StandardCharsets.UTF_8);
    return named.read(bytes, 0, bytes.length, near, zone) == bytes.length
        ? OptionalLong.of(named.micros())
        : OptionalLong.empty();
  }

  private static OptionalLong sinceEpoch(Matcher number) {
    String digits = number.group(1);
    String fraction = number.group(2) == null ? "" : number.group(2);
    int units =
        digits.length() <= 11 ? 0 : digits.length() <= 14 ? 3 : digits.length() <= 17 ? 6 : 9;
    long value = Long.parseUnsignedLong(digits);
    return switch (units) {
      case 0 -> OptionalLong.of(value * 1_000_000 + padded(fraction, 6));
      case 3 -> OptionalLong.of(value * 1_000 + padded(fraction, 3));
      case 6 -> OptionalLong.of(value);
      default -> OptionalLong.of(value / 1_000);
    };
  }

  private static long padded(String digits, int places) {
    return Long.parseLong((digits + "000000000").substring(0, places));
  }

  private static OptionalLong of(Matcher m, int year, int month, int day, ZoneId zone, long near) {
    try {
      LocalTime time = LocalTime.MIDNIGHT;
      if (m.group(5) != null) {
        int seconds = m.group(7) == null ? 0 : Math.min(59, number(m, 7));
        time = LocalTime.of(hour(number(m, 5), half(m)), number(m, 6), seconds);
      }
      LocalDateTime local = LocalDateTime.of(LocalDate.of(year, month, day), time);
      String named = m.group(10);
      ZoneId of = named == null ? zone : zone(named);
      long fraction = m.group(8) == null ? 0 : padded(m.group(8), 6);
      long second = LocalTimes.epochSecond(local, of, Math.floorDiv(near, 1_000_000L));
      return OptionalLong.of(second * 1_000_000 + fraction);
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
  }

  private static @Nullable String half(Matcher m) {
    return m.group(4) != null ? m.group(4) : m.group(9);
  }

  private static int hour(int hour, @Nullable String half) {
    if (half == null) {
      return hour;
    }
    boolean afternoon = half.equals("午後") || half.charAt(0) == 'P' || half.charAt(0) == 'p';
    return hour % 12 + (afternoon ? 12 : 0);
  }

  private static ZoneId zone(String named) {
    return switch (named) {
      case "Z", "UTC", "GMT" -> ZoneOffset.UTC;
      case "JST" -> ZoneOffset.ofHours(9);
      default -> ZoneOffset.of(named);
    };
  }

  private static int number(Matcher m, int group) {
    return Integer.parseInt(m.group(group));
  }
}
