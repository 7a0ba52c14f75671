package org.hinomi.core.text;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Tells which lines of a log make one record where nobody has declared it: those of MySQL's and
 * MariaDB's slow query log, and what PostgreSQL goes on with in lines that begin with a tab. Of any
 * other log each line is a record; that costs a look at its first byte. Not thread-safe.
 *
 * <pre>
 * # Time: 2026-11-28T06:10:01.123456Z
 * # User@Host: app[app] @ web1 [192.0.2.4]  Id:    42
 * # Query_time: 12.3  Lock_time: 0.0 Rows_sent: 1  Rows_examined: 5000000
 * SET timestamp=1795846201;
 * SELECT …
 *   FROM …
 * </pre>
 */
public final class RecordLines {
  /** What a line is to the record before it. */
  public enum Place {
    /** A record of its own. */
    ALONE,
    /** The first of a record. */
    FIRST,
    /** A further one of the record before. */
    MORE
  }

  private enum State {
    OUTSIDE,
    TIME,
    HEAD,
    STATEMENT,
    POSTGRES
  }

  private static final byte[] TIME = "# Time: ".getBytes(US_ASCII);
  private static final byte[] USER = "# User@Host: ".getBytes(US_ASCII);
  private static final byte[] PORT = "Tcp port: ".getBytes(US_ASCII);
  private static final byte[] BANNER = "Time                 Id Command".getBytes(US_ASCII);
  private static final byte[] STARTED = ". started with:".getBytes(US_ASCII);

  /** Time, process, user and database stand before the level. */
  private static final int LEVEL_WITHIN = 160;

  private State state = State.OUTSIDE;

  /** The place of the next line, which stands in the first bytes of {@code b}. */
  public Place next(byte[] b, int length) {
    byte first = length == 0 ? 0 : b[0];
    if (first == '#') {
      return comment(b, length);
    }
    if (first == '\t' && state == State.POSTGRES) {
      return Place.MORE;
    }
    if (state == State.HEAD || state == State.STATEMENT) {
      boolean banner =
          starts(b, length, PORT) || starts(b, length, BANNER) || ends(b, length, STARTED);
      state = banner ? State.OUTSIDE : State.STATEMENT;
      return banner ? Place.ALONE : Place.MORE;
    }
    boolean postgres = first >= '0' && first <= '9' && isPostgres(b, length);
    state = postgres ? State.POSTGRES : State.OUTSIDE;
    return postgres ? Place.FIRST : Place.ALONE;
  }

  private Place comment(byte[] b, int length) {
    if (starts(b, length, TIME)) {
      state = State.TIME;
      return Place.FIRST;
    }
    if (starts(b, length, USER)) {
      boolean timed = state == State.TIME;
      state = State.HEAD;
      return timed ? Place.MORE : Place.FIRST;
    }
    if (state == State.HEAD || state == State.STATEMENT) {
      return Place.MORE;
    }
    state = State.OUTSIDE;
    return Place.ALONE;
  }

  /** {@code 2026-11-28 06:10:01.123 UTC [99] app@shop LOG: …}: a level, a colon, two blanks. */
  private static boolean isPostgres(byte[] b, int length) {
    int end = Math.min(length, LEVEL_WITHIN) - 2;
    for (int i = 1; i < end; i++) {
      if (b[i] == ':' && b[i + 1] == ' ' && b[i + 2] == ' ') {
        int word = i;
        while (word > 0 && b[word - 1] >= 'A' && b[word - 1] <= 'Z') {
          word--;
        }
        return i - word >= 3 && word > 0 && b[word - 1] == ' ';
      }
    }
    return false;
  }

  private static boolean starts(byte[] b, int length, byte[] with) {
    return length >= with.length
        && java.util.Arrays.equals(b, 0, with.length, with, 0, with.length);
  }

  private static boolean ends(byte[] b, int length, byte[] with) {
    return length >= with.length
        && java.util.Arrays.equals(b, length - with.length, length, with, 0, with.length);
  }
}
