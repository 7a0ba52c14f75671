package org.hinomi.core.windows;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Reads the texts of an event's System element; what cannot be read is unknown, so null. */
final class EventTexts {
  private static final int DAY = 86_400;

  private EventTexts() {}

  static @Nullable Integer integer(String text) {
    Long number = number(text);
    return number == null || number < 0 || number > Integer.MAX_VALUE
        ? null
        : Integer.valueOf(number.intValue());
  }

  /** Decimal, or hexadecimal behind 0x; 64 bits, read without sign. */
  static @Nullable Long number(String text) {
    String digits = text.strip();
    try {
      return digits.startsWith("0x")
          ? Long.parseUnsignedLong(digits, 2, digits.length(), 16)
          : Long.parseUnsignedLong(digits);
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  /** {@code 2017-07-12T17:16:28.2141616Z}, any number of digits behind the point, always UTC. */
  static @Nullable Instant time(String text) {
    if (text.length() < 20 || text.charAt(10) != 'T' || text.charAt(text.length() - 1) != 'Z') {
      return null;
    }
    try {
      long day = LocalDate.of(part(text, 0, 4), part(text, 5, 7), part(text, 8, 10)).toEpochDay();
      int second = part(text, 11, 13) * 3600 + part(text, 14, 16) * 60 + part(text, 17, 19);
      return Instant.ofEpochSecond(day * DAY + second, nanos(text));
    } catch (DateTimeException | NumberFormatException notATime) {
      return null;
    }
  }

  private static int nanos(String text) {
    int nanos = 0;
    int unit = 100_000_000;
    for (int i = 20; i < text.length() - 1 && unit > 0; i++, unit /= 10) {
      nanos += part(text, i, i + 1) * unit;
    }
    return nanos;
  }

  private static int part(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new NumberFormatException(text);
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
