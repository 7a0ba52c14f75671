package org.hinomi.collector.decode.columns;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.OptionalLong;
import org.hinomi.core.syslog.LocalTimes;

/**
 * Times as the settings declare them: letters of {@link DateTimeFormatter}, names of months and
 * days in a language. Without a year the time is the nearest past one, a day of future included.
 * Immutable.
 */
public final class DeclaredTime {
  private static final long AHEAD_MICROS = 86_400_000_000L;

  /** Leap days may be eight years apart. */
  private static final int YEARS_BACK = 9;

  /** Seconds of the years 0001 and 10000: Java reads years of nine digits. */
  private static final long FIRST = -62_135_596_800L;

  private static final long END = 253_402_300_800L;

  private final DateTimeFormatter format;

  /**
   * @throws IllegalArgumentException where the pattern is none
   */
  public DeclaredTime(String pattern, Locale locale) {
    format =
        new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern(pattern)
            .toFormatter(locale);
  }

  /**
   * @param zone of times that name none
   * @param near decides a missing year: microseconds since 1970
   * @return microseconds since 1970; empty where it is no such time
   */
  OptionalLong micros(String text, ZoneId zone, long near) {
    try {
      TemporalAccessor read = format.parse(text.strip());
      LocalTime clock = read.query(TemporalQueries.localTime());
      if (clock == null && read.isSupported(ChronoField.HOUR_OF_AMPM)) {
        return OptionalLong.empty(); // of which half of the day, it does not say
      }
      LocalTime time = clock == null ? LocalTime.MIDNIGHT : clock;
      ZoneId named = read.query(TemporalQueries.zone());
      ZoneId of = named == null ? zone : named;
      if (read.isSupported(ChronoField.INSTANT_SECONDS)) {
        return whole(Instant.from(read));
      }
      LocalDate date = read.query(TemporalQueries.localDate());
      return date == null
          ? nearest(MonthDay.from(read), time, of, near)
          : whole(instant(LocalDateTime.of(date, time), of, near));
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
  }

  private static OptionalLong whole(Instant instant) {
    long second = instant.getEpochSecond();
    return second < FIRST || second >= END
        ? OptionalLong.empty()
        : OptionalLong.of(micros(instant));
  }

  private static OptionalLong nearest(MonthDay day, LocalTime time, ZoneId zone, long near) {
    int year =
        Instant.EPOCH.plus(near + AHEAD_MICROS, ChronoUnit.MICROS).atZone(ZoneOffset.UTC).getYear()
            + 1;
    for (int y = year; y >= year - YEARS_BACK; y--) {
      if (day.isValidYear(y)) {
        long at = micros(instant(day.atYear(y).atTime(time), zone, near));
        if (at <= near + AHEAD_MICROS) {
          return OptionalLong.of(at);
        }
      }
    }
    return OptionalLong.empty();
  }

  private static Instant instant(LocalDateTime clock, ZoneId zone, long near) {
    long second = LocalTimes.epochSecond(clock, zone, Math.floorDiv(near, 1_000_000L));
    return Instant.ofEpochSecond(second, clock.getNano());
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
