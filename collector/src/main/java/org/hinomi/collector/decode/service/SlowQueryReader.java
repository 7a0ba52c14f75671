package org.hinomi.collector.decode.service;

import org.hinomi.collector.decode.Review;
import org.hinomi.core.event.Fields;

/**
 * A record of the slow query log of MySQL and MariaDB: lines of comment that say who, where and how
 * long, then the statement.
 *
 * <pre>
 * # Time: 2026-11-28T06:10:01.123456Z
 * # User@Host: app[app] @ web1 [192.0.2.4]  Id:    42
 * # Schema: shop  Last_errno: 0  Killed: 0
 * # Query_time: 12.345678  Lock_time: 0.000123 Rows_sent: 1  Rows_examined: 5000000
 * use shop;
 * SET timestamp=1795846201;
 * SELECT …
 * </pre>
 */
final class SlowQueryReader implements ServiceReader {
  private static final String TIME = "# Time: ";
  private static final String USER = "# User@Host: ";

  /** Lines of comment; a statement has others. */
  private static final int HEAD = 32;

  private static final int LONGEST_STATEMENT = 16 << 10;

  /** What rsyslog makes of a line end inside a message. */
  private static final String ESCAPED_END = "#012";

  /** Whether a text may be one. */
  static boolean mayBe(String text, int from) {
    return text.startsWith(TIME, from) || text.startsWith(USER, from);
  }

  @Override
  public boolean read(String text, int from, ServiceFields out) {
    if (!mayBe(text, from)) {
      return false;
    }
    String record =
        text.indexOf('\n', from) < 0
            ? text.substring(from).replace(ESCAPED_END, "\n")
            : text.substring(from);
    String time = "";
    boolean timed = false;
    int p = 0;
    for (int i = 0; i < HEAD && p < record.length() && record.charAt(p) == '#'; i++) {
      int end = lineEnd(record, p);
      String line = record.substring(p, end).stripTrailing();
      if (line.startsWith(TIME)) {
        time = line.substring(TIME.length()).strip();
      } else if (line.startsWith(USER)) {
        user(line.substring(USER.length()), out);
      } else if (line.startsWith("# administrator command: ")) {
        break;
      } else {
        timed |= pairs(line, out);
      }
      p = Math.min(end + 1, record.length());
    }
    if (!timed) {
      return false;
    }
    long epoch = statement(record, p, out);
    // A zone or seconds since 1970 go before a local time.
    boolean zoned = time.indexOf('T') > 0;
    if (zoned || epoch < 0) {
      out.time(time, 0, time.length());
    }
    if (!out.hasTime() && epoch > 0) {
      out.time(epoch * 1_000_000L);
    }
    out.event(Review.EXCEPTION, "", "slow-statement", "database");
    out.program("mysqld");
    return true;
  }

  private static int lineEnd(String text, int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  /** {@code app[app] @ web1 [192.0.2.4] Id: 42}. */
  private static void user(String text, ServiceFields out) {
    int open = text.indexOf('[');
    int at = text.indexOf(" @ ");
    if (open < 0 || at < open) {
      return;
    }
    out.put(Fields.USER_NAME, text.substring(0, open).strip());
    int address = text.indexOf('[', at);
    int close = address < 0 ? -1 : text.indexOf(']', address);
    if (close < 0) {
      return;
    }
    out.name(Fields.SOURCE_DOMAIN, text.substring(at + 3, address).strip());
    if (close > address + 1) {
      out.client(text.substring(address + 1, close));
    }
  }

  /**
   * {@code # Query_time: 2.000268 Lock_time: 0.000000 Rows_sent: 1}: a name, a colon, a value.
   *
   * @return whether it says how long the statement took
   */
  private static boolean pairs(String line, ServiceFields out) {
    boolean timed = false;
    String[] words = line.substring(1).strip().split("\\s+", 64);
    for (int i = 0; i + 1 < words.length; i++) {
      if (!words[i].endsWith(":") || words[i + 1].endsWith(":")) {
        continue;
      }
      String value = words[i + 1];
      switch (words[i]) {
        case "Query_time:" -> {
          out.seconds(value);
          timed = true;
        }
        case "Schema:" -> out.put(Fields.DATABASE_NAME, value);
        case "Rows_sent:", "Rows_examined:", "Rows_affected:" ->
            out.number(Fields.DATA + words[i].substring(0, words[i].length() - 1), value);
        case "Lock_time:" -> out.put(Fields.DATA + "Lock_time", value);
        case "Last_errno:", "Errno:" -> out.put(Fields.ERROR_CODE, value.equals("0") ? "" : value);
        default -> {}
      }
      i++;
    }
    return timed;
  }

  /**
   * Takes the statement behind the comments.
   *
   * @return when it began, seconds since 1970; -1 where it does not say
   */
  private static long statement(String record, int from, ServiceFields out) {
    int p = from;
    long epoch = -1;
    while (p < record.length()) {
      int end = lineEnd(record, p);
      String line = record.substring(p, end).strip();
      if (line.startsWith("use ") && line.endsWith(";")) {
        out.put(
            Fields.DATABASE_NAME, line.substring(4, line.length() - 1).replace("`", "").strip());
      } else if (line.startsWith("SET timestamp=") && line.matches("SET timestamp=\\d{1,11};")) {
        epoch = Long.parseLong(line.substring("SET timestamp=".length(), line.length() - 1));
      } else {
        break;
      }
      p = Math.min(end + 1, record.length());
    }
    String statement =
        record.substring(p, Math.min(record.length(), p + LONGEST_STATEMENT)).strip();
    out.put(
        Fields.DATABASE_STATEMENT,
        statement.endsWith(";") ? statement.substring(0, statement.length() - 1) : statement);
    return epoch;
  }
}
