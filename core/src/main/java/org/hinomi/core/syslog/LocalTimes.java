package org.hinomi.core.syslog;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a sender's clock showed into a point in time. Not thread-safe: the last hour is
 * remembered, so that in a busy stream a date costs a comparison.
 *
 * <p>Without a year the time is the nearest past one, seen from when it was received; up to {@link
 * #AHEAD_SECONDS} of future count as past, because clocks and zones of senders are off. Of the two
 * hours that a clock shows when daylight saving ends, it is the later one that is not in the
 * future. A time that the clock skipped in spring is read as if it had not been put forward.
 */
public final class LocalTimes {
  /** A day: no zone that is set wrongly makes more. */
  static final long AHEAD_SECONDS = 86_400;

  /** Marks a date that does not exist. */
  static final long NONE = Long.MIN_VALUE;

  /** Leap days may be eight years apart (1896, 1904; 2096, 2104). */
  private static final int YEARS_BACK = 8;

  private static final long OVERLAP_AHEAD_SECONDS = 60;

  private int year;
  private int month;
  private int day;
  private int hour = -1;
  private @Nullable ZoneId zone;
  private long hourStart;

  /**
   * Seconds since 1970, or {@link #NONE}.
   *
   * @param year 0 where the sender names none
   * @param second 0..60
   * @param received seconds since 1970
   */
  long seconds(
      int year, int month, int day, int hour, int minute, int second, ZoneId zone, long received) {
    if (minute > 59 || second > 60) {
      return NONE;
    }
    if (hour == this.hour
        && day == this.day
        && month == this.month
        && year == this.year
        && zone.equals(this.zone)
        && (year != 0 || stillNearest(received))) {
      return hourStart + minute * 60L + second;
    }
    if (month < 1 || month > 12 || day < 1 || hour > 23) {
      return NONE;
    }
    if (year != 0) {
      return exact(year, month, day, hour, minute, second, zone, received, year);
    }
    int thisYear =
        Instant.ofEpochSecond(received + AHEAD_SECONDS).atZone(ZoneOffset.UTC).getYear() + 1;
    for (int y = thisYear; y >= thisYear - YEARS_BACK - 1; y--) {
      long at = exact(y, month, day, hour, minute, second, zone, received, 0);
      if (at != NONE && at <= received + AHEAD_SECONDS) {
        return at;
      }
    }
    this.hour = -1;
    return NONE;
  }

  /** A remembered hour of a message without a year holds while no other year comes nearer. */
  private boolean stillNearest(long received) {
    long age = received - hourStart;
    return age > 3600 - AHEAD_SECONDS && age < 300 * 86_400L;
  }

  private long exact(
      int year,
      int month,
      int day,
      int hour,
      int minute,
      int second,
      ZoneId zone,
      long received,
      int yearAsGiven) {
    LocalDateTime clock;
    try {
      clock = LocalDate.of(year, month, day).atTime(hour, minute);
    } catch (DateTimeException noSuchDate) {
      return NONE;
    }
    ZoneRules rules = zone.getRules();
    long at = toSeconds(clock, rules, received) + second;
    LocalDateTime start = clock.withMinute(0);
    LocalDateTime last = clock.withMinute(59);
    List<ZoneOffset> first = rules.getValidOffsets(start);
    if (first.size() == 1 && first.equals(rules.getValidOffsets(last))) {
      this.year = yearAsGiven;
      this.month = month;
      this.day = day;
      this.hour = hour;
      this.zone = zone;
      this.hourStart = start.toEpochSecond(first.getFirst());
    }
    return at;
  }

  /**
   * The point in time at which a clock showed a date with its year, by the same rule.
   *
   * @param near when it was read, seconds since 1970
   * @return seconds since 1970
   */
  public static long epochSecond(LocalDateTime clock, ZoneId zone, long near) {
    return toSeconds(clock, zone.getRules(), near);
  }

  private static long toSeconds(LocalDateTime clock, ZoneRules rules, long received) {
    List<ZoneOffset> offsets = rules.getValidOffsets(clock);
    if (offsets.size() < 2) {
      return clock.toEpochSecond(rules.getOffset(clock));
    }
    long later = clock.toEpochSecond(offsets.getLast());
    return later <= received + OVERLAP_AHEAD_SECONDS
        ? later
        : clock.toEpochSecond(offsets.getFirst());
  }
}
