package org.hinomi.collector.record.original;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A local time in the two ways in which syslog writes it, {@code 2026-11-25T09:30:00.123456} and
 * {@code Nov 25 09:30:00}, in integer arithmetic. The date is kept: one day's events follow each
 * other. For one thread.
 */
final class HeadTime {
  static final int FULL = 19;
  static final int SHORT = 15;

  private static final long MICROS = 1_000_000;
  private static final int DAY = 86_400;
  private static final long FIRST_DAY = -354_285; // 1000-01-01
  private static final long LAST_DAY = 2_932_896; // 9999-12-31
  private static final byte[] MONTHS =
      "JanFebMarAprMayJunJulAugSepOctNovDec".getBytes(StandardCharsets.US_ASCII);

  /** {@code YYYY-MM-DDThh:mm:ss.ffffff}. */
  final byte[] full = "0000-00-00T00:00:00.000000".getBytes(StandardCharsets.US_ASCII);

  /** {@code Mmm dd hh:mm:ss}, the day padded with a space. */
  final byte[] brief = "Jan  0 00:00:00".getBytes(StandardCharsets.US_ASCII);

  /** {@code +hh:mm}. */
  final byte[] offset = "+00:00".getBytes(StandardCharsets.US_ASCII);

  private int minutes;
  private long day = Long.MIN_VALUE;
  private long second = Long.MIN_VALUE;

  private void zone(int minutes) {
    int size = Math.abs(minutes);
    offset[0] = (byte) (minutes < 0 ? '-' : '+');
    digits(offset, 1, 2, size / 60);
    digits(offset, 4, 2, size % 60);
  }

  /** Writes the time; false where its year is not 1000 to 9999. */
  boolean set(long micros, int offsetMinutes) {
    long now = Math.floorDiv(micros, MICROS) + offsetMinutes * 60L;
    if (now != second) {
      long today = Math.floorDiv(now, DAY);
      if (today < FIRST_DAY || today > LAST_DAY) {
        return false;
      }
      if (today != day) {
        date(today);
        day = today;
      }
      clock((int) (now - today * DAY));
      second = now;
    }
    if (offsetMinutes != minutes) {
      zone(offsetMinutes);
      minutes = offsetMinutes;
    }
    digits(full, 20, 6, (int) Math.floorMod(micros, MICROS));
    return true;
  }

  /** Civil date from a day number, in eras of 400 years (Hinnant, chrono-compatible algorithms). */
  private void date(long epochDay) {
    int z = (int) epochDay + 719_468;
    int era = Math.floorDiv(z, 146_097);
    int ofEra = z - era * 146_097;
    int yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
    int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int fromMarch = (5 * ofYear + 2) / 153;
    int dayOfMonth = ofYear - (153 * fromMarch + 2) / 5 + 1;
    int month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
    digits(full, 0, 4, yearOfEra + era * 400 + (month <= 2 ? 1 : 0));
    digits(full, 5, 2, month);
    digits(full, 8, 2, dayOfMonth);
    System.arraycopy(MONTHS, month * 3 - 3, brief, 0, 3);
    digits(brief, 4, 2, dayOfMonth);
    if (dayOfMonth < 10) {
      brief[4] = ' ';
    }
  }

  private void clock(int ofDay) {
    digits(full, 11, 2, ofDay / 3600);
    digits(full, 14, 2, ofDay / 60 % 60);
    digits(full, 17, 2, ofDay % 60);
    System.arraycopy(full, 11, brief, 7, 8);
  }

  private static void digits(byte[] to, int at, int count, int value) {
    int rest = value;
    for (int i = at + count - 1; i >= at; i--) {
      to[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /** The length, where the first bytes of a written time stand at this place; else -1. */
  static int stands(byte[] time, int length, byte[] b, int at, int end) {
    return at + length <= end && same(time, 0, b, at, length) ? length : -1;
  }

  /** Whether the bytes of a written time from {@code from} on stand at this place. */
  static boolean same(byte[] time, int from, byte[] b, int at, int length) {
    return Arrays.equals(b, at, at + length, time, from, from + length);
  }
}
