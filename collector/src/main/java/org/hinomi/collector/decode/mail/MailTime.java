package org.hinomi.collector.decode.mail;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the times of mails (RFC 5322 section 3.3), the obsolete ones too. */
final class MailTime {
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{1,2})\\s+([A-Za-z]{3})[a-z]*\\s+(\\d{2,4})\\s+(\\d{1,2}):(\\d{2})(?::(\\d{2}))?"
              + "\\s*([+-]\\d{4}|[A-Z]{1,4})?");
  private static final int SECONDS = 3600;

  private MailTime() {}

  /** Seconds since 1970; empty where it is no time. */
  static OptionalLong seconds(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.find()) {
      return OptionalLong.empty();
    }
    int month = MONTHS.indexOf(time.group(2).toLowerCase(Locale.ROOT));
    if (month < 0 || month % 3 != 0) {
      return OptionalLong.empty();
    }
    int year = number(time, 3);
    int full = year < 50 ? year + 2000 : year < 1000 ? year + 1900 : year;
    int second = time.group(6) == null ? 0 : Math.min(59, number(time, 6));
    try {
      return OptionalLong.of(
          LocalDateTime.of(
                      full,
                      month / 3 + 1,
                      number(time, 1),
                      number(time, 4),
                      number(time, 5),
                      second)
                  .toEpochSecond(ZoneOffset.UTC)
              - offset(time.group(7)));
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
  }

  private static int number(Matcher time, int group) {
    return Integer.parseInt(time.group(group));
  }

  private static int offset(@Nullable String zone) {
    if (zone == null) {
      return 0;
    }
    if (zone.charAt(0) == '+' || zone.charAt(0) == '-') {
      int value = Integer.parseInt(zone.substring(1));
      int seconds = value / 100 * SECONDS + value % 100 * 60;
      return zone.charAt(0) == '-' ? -seconds : seconds;
    }
    return switch (zone) {
      case "JST" -> 9 * SECONDS;
      case "EDT" -> -4 * SECONDS;
      case "EST", "CDT" -> -5 * SECONDS;
      case "CST", "MDT" -> -6 * SECONDS;
      case "MST", "PDT" -> -7 * SECONDS;
      case "PST" -> -8 * SECONDS;
      default -> 0;
    };
  }
}
