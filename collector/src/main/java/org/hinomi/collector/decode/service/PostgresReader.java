package org.hinomi.collector.decode.service;

import org.hinomi.collector.decode.Review;
import org.hinomi.core.event.Fields;

/**
 * PostgreSQL: who and in which database, from what stands before the level; slow statements ({@code
 * log_min_duration_statement}), over any number of lines; all else by the table.
 *
 * <pre>
 * 2026-11-28 06:10:01.123 UTC [99] app@shop LOG:  duration: 5003.211 ms  statement: SELECT …
 * </pre>
 */
final class PostgresReader implements ServiceReader {
  private static final String DURATION = "duration: ";
  private static final int LEVEL_WITHIN = 200;
  private static final int LONGEST_STATEMENT = 16 << 10;

  private final ServiceReader texts;

  PostgresReader(ServiceReader texts) {
    this.texts = texts;
  }

  /** Where the colon behind the level stands; -1 where there is none. */
  static int level(String text, int from) {
    int limit = Math.min(text.length(), from + LEVEL_WITHIN);
    int colon = text.indexOf(":  ", from, limit);
    int word = colon;
    while (word > from && text.charAt(word - 1) >= 'A' && text.charAt(word - 1) <= 'Z') {
      word--;
    }
    return colon - word >= 3 ? colon : -1;
  }

  @Override
  public boolean read(String text, int from, ServiceFields out) {
    int level = level(text, from);
    if (level < 0) {
      return texts.read(text, from, out);
    }
    boolean read = slow(text, level + 3, out) || texts.read(text, from, out);
    if (read) {
      session(text.substring(from, level), out);
      out.program("postgres");
    }
    return read;
  }

  /** {@code duration: 5003.211 ms statement: …}, or {@code execute NAME: …}. */
  private static boolean slow(String text, int from, ServiceFields out) {
    int unit = text.indexOf(" ms", from);
    if (!text.startsWith(DURATION, from) || unit < 0 || unit - from > 40) {
      return false;
    }
    int colon = text.indexOf(": ", unit);
    if (!text.startsWith("  ", unit + 3) || colon < 0) {
      // Every statement's end is logged so (log_duration): that says nothing of a slow one.
      return false;
    }
    out.event(Review.EXCEPTION, "", "slow-statement", "database");
    out.millis(text.substring(from + DURATION.length(), unit));
    int end = Math.min(text.length(), colon + 2 + LONGEST_STATEMENT);
    // In log files a tab stands before each further line, in syslog its escape.
    out.put(
        Fields.DATABASE_STATEMENT,
        text.substring(colon + 2, end).replace("#011", "\t").replace("\n\t", "\n").strip());
    return true;
  }

  /** {@code app@shop} before the level, as Debian has it written. */
  private static void session(String before, ServiceFields out) {
    for (String word : before.split(" ", 16)) {
      int at = word.indexOf('@');
      if (at > 0 && at + 1 < word.length() && word.indexOf('[') < 0) {
        out.putIfAbsent(Fields.USER_NAME, word.substring(0, at));
        out.putIfAbsent(Fields.DATABASE_NAME, word.substring(at + 1));
        return;
      }
    }
  }
}
