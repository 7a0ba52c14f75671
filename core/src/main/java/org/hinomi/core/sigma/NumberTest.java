package org.hinomi.core.sigma;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import java.util.Map;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * Compares a number, or a part of a date, with that of a rule: the modifiers {@code lt}, {@code
 * lte}, {@code gt}, {@code gte}, and {@code minute} to {@code year}.
 *
 * @param part null for a number; else what is taken of a date that is written {@code
 *     YYYY-MM-DD[THH:MM…]}, as it is written: no zone is applied
 * @param operator how the value must stand to the number
 * @param number what it is compared with
 */
record NumberTest(@Nullable TemporalField part, Operator operator, BigDecimal number)
    implements ValueTest {

  /** The parts of a date by the modifiers that name them; weeks are those of ISO 8601. */
  static final Map<String, TemporalField> PARTS =
      Map.of(
          "minute", ChronoField.MINUTE_OF_HOUR,
          "hour", ChronoField.HOUR_OF_DAY,
          "day", ChronoField.DAY_OF_MONTH,
          "week", IsoFields.WEEK_OF_WEEK_BASED_YEAR,
          "month", ChronoField.MONTH_OF_YEAR,
          "year", ChronoField.YEAR);

  private static final java.util.regex.Pattern NUMBER =
      java.util.regex.Pattern.compile("[+-]?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,2})?");

  private static final java.util.regex.Pattern DATE =
      java.util.regex.Pattern.compile(
          "([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2}).*)?",
          java.util.regex.Pattern.DOTALL);

  /** Reads a number; null where it is none. */
  static @Nullable BigDecimal number(String text) {
    if (isWhole(text)) {
      return BigDecimal.valueOf(Long.parseLong(text));
    }
    String plain = text.strip();
    return NUMBER.matcher(plain).matches() ? new BigDecimal(plain) : null;
  }

  /** Most numbers are a few digits: they need no regular expression. */
  private static boolean isWhole(String text) {
    if (text.isEmpty() || text.length() > 18) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean matches(String value) {
    BigDecimal given = part == null ? number(value) : partOf(value, part);
    return given != null && operator.holds(given.compareTo(number));
  }

  private static @Nullable BigDecimal partOf(String value, TemporalField part) {
    Matcher date = DATE.matcher(value.strip());
    if (!date.matches()) {
      return null;
    }
    boolean hasTime = date.group(4) != null;
    if (!hasTime && !part.isDateBased()) {
      return null;
    }
    try {
      LocalDateTime time =
          LocalDateTime.of(
              Integer.parseInt(date.group(1)),
              Integer.parseInt(date.group(2)),
              Integer.parseInt(date.group(3)),
              hasTime ? Integer.parseInt(date.group(4)) : 0,
              hasTime ? Integer.parseInt(date.group(5)) : 0);
      return BigDecimal.valueOf(time.get(part));
    } catch (DateTimeException e) {
      return null;
    }
  }
}
