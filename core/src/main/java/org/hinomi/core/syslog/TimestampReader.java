package org.hinomi.core.syslog;

import static org.hinomi.core.syslog.Ascii.at;
import static org.hinomi.core.syslog.Ascii.isDigit;
import static org.hinomi.core.syslog.Ascii.isLetter;
import static org.hinomi.core.syslog.Ascii.number;
import static org.hinomi.core.syslog.Ascii.skipDigits;
import static org.hinomi.core.syslog.Ascii.skipSpaces;

import java.time.ZoneId;

/**
 * Reads the time stamps that syslog senders write. Not thread-safe.
 *
 * <pre>
 * Mmm d hh:mm:ss                  RFC 3164; also with the year before or behind the time,
 * Www Mmm d hh:mm:ss yyyy         with a weekday, a fraction, a zone
 * yyyy-mm-ddThh:mm:ss.f+hh:mm     RFC 3339; also with a blank or a tab, slashes, no zone, zone +hhmm, both
 *                                 offset and Z (Cisco)
 * yyyy Mmm d hh:mm:ss ZONE        NX-OS
 * d Mmm yyyy hh:mm:ss             also with hyphens
 * mm/dd/yyyy:hh:mm:ss ZONE        NetScaler; dd/mm where mm/dd is no date
 * 1772992612.123456               seconds, milliseconds or microseconds since 1970 (Meraki, Squid)
 * </pre>
 */
public final class TimestampReader {
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
  private static final String WEEKDAYS = "montuewedthufrisatsun";
  private static final int LOCAL = Integer.MIN_VALUE;

  private final LocalTimes local = new LocalTimes();

  private byte[] b = new byte[0];
  private int end;
  private int year;
  private int month;
  private int day;
  private int hour;
  private int minute;
  private int second;
  private int fraction;
  private int offset;
  private long micros;
  private boolean strict;

  /** The time last read: microseconds since 1970-01-01T00:00Z. */
  public long micros() {
    return micros;
  }

  /** Whether what was last read is as RFC 5424 §6.2.3 wants it. */
  public boolean rfc5424() {
    return strict;
  }

  /**
   * Reads a time stamp that starts exactly at {@code p}.
   *
   * @param received when the message came: microseconds since 1970; decides the missing year
   * @param zone where the time stamp names none
   * @return where it ends, or -1 where none starts here
   */
  public int read(byte[] b, int p, int end, long received, ZoneId zone) {
    if (p >= end) {
      return -1;
    }
    this.b = b;
    this.end = end;
    year = 0;
    fraction = 0;
    offset = LOCAL;
    strict = false;
    int q = isDigit(b[p]) ? startingWithDigit(p) : isLetter(b[p]) ? startingWithLetter(p) : -1;
    if (q < 0 || offset == EPOCH) {
      return q;
    }
    return resolve(received, zone) ? q : -1;
  }

  /** The value of {@link #offset} where {@link #micros} is known already. */
  private static final int EPOCH = LOCAL + 1;

  private boolean resolve(long received, ZoneId zone) {
    long receivedSeconds = Math.floorDiv(received, 1_000_000L);
    long seconds;
    if (offset == LOCAL) {
      seconds = local.seconds(year, month, day, hour, minute, second, zone, receivedSeconds);
    } else {
      seconds =
          local.seconds(
              year,
              month,
              day,
              hour,
              minute,
              second,
              java.time.ZoneOffset.UTC,
              receivedSeconds + (year == 0 ? offset : 0));
      seconds = seconds == LocalTimes.NONE ? seconds : seconds - offset;
    }
    if (seconds == LocalTimes.NONE) {
      return false;
    }
    micros = seconds * 1_000_000L + fraction;
    return true;
  }

  private int startingWithLetter(int p) {
    if (named(p, WEEKDAYS) >= 0) {
      int q = p + 3;
      q = at(b, q, end) == ',' ? q + 1 : q;
      int m = skipSpaces(b, q, end);
      if (m > q && named(m, MONTHS) >= 0) {
        return monthFirst(m);
      }
      return m > q && isDigit(at(b, m, end)) ? dayFirst(m) : -1;
    }
    return monthFirst(p);
  }

  /** Index in a list of three-letter names, whatever their case; -1 where none stands there. */
  private int named(int p, String names) {
    if (end - p < 4) {
      return -1;
    }
    int a = b[p] | 0x20;
    int c = b[p + 1] | 0x20;
    int d = b[p + 2] | 0x20;
    for (int i = 0; i < names.length(); i += 3) {
      if (names.charAt(i) == a && names.charAt(i + 1) == c && names.charAt(i + 2) == d) {
        return i / 3;
      }
    }
    return -1;
  }

  private int monthFirst(int p) {
    month = named(p, MONTHS) + 1;
    int q = skipSpaces(b, p + 3, end);
    int dayEnd = skipDigits(b, q, end);
    if (month == 0 || q == p + 3 || dayEnd == q || dayEnd - q > 2) {
      return -1;
    }
    day = number(b, q, dayEnd);
    q = at(b, dayEnd, end) == ',' ? dayEnd + 1 : dayEnd;
    int next = skipSpaces(b, q, end);
    int yearEnd = yearAt(next);
    if (yearEnd > 0 && (at(b, yearEnd, end) == ' ' || at(b, yearEnd, end) == ',')) {
      year = number(b, next, yearEnd);
      q = yearEnd;
      next = skipSpaces(b, at(b, q, end) == ',' ? q + 1 : q, end);
    }
    return next == q ? -1 : zoneAndYear(time(next));
  }

  private int dayFirst(int p) {
    int dayEnd = skipDigits(b, p, end);
    byte separator = at(b, dayEnd, end);
    month = named(dayEnd + 1, MONTHS) + 1;
    if (month == 0 || dayEnd - p > 2) {
      return -1;
    }
    day = number(b, p, dayEnd);
    int q = dayEnd + 4;
    if (at(b, q, end) != separator) {
      return -1;
    }
    int yearEnd = yearAt(q + 1);
    if (yearEnd > 0) {
      year = number(b, q + 1, yearEnd);
      q = yearEnd;
    }
    return at(b, q, end) == ' ' || at(b, q, end) == ':' ? zoneAndYear(time(q + 1)) : -1;
  }

  /** End of a year 1970..2199 of four digits, or -1. */
  private int yearAt(int p) {
    int q = skipDigits(b, p, end);
    if (q - p != 4) {
      return -1;
    }
    int y = number(b, p, q);
    return y >= 1970 && y < 2200 ? q : -1;
  }

  private int startingWithDigit(int p) {
    int q = skipDigits(b, p, end);
    byte c = at(b, q, end);
    int n = q - p;
    if (n == 4 && (c == '-' || c == '/')) {
      return yearFirst(p, q, c);
    }
    if (n == 4 && c == ' ' && yearAt(p) > 0 && isLetter(at(b, q + 1, end))) {
      int e = monthFirst(q + 1);
      year = number(b, p, q);
      return e;
    }
    if (n <= 2 && c == '/') {
      return slashes(p, q);
    }
    if (n <= 2 && (c == ' ' || c == '-') && isLetter(at(b, q + 1, end))) {
      return dayFirst(p);
    }
    return n == 10 || n == 13 || n == 16 ? epoch(p, q) : -1;
  }

  private int yearFirst(int p, int yearEnd, byte separator) {
    year = number(b, p, yearEnd);
    int monthEnd = skipDigits(b, yearEnd + 1, end);
    if (at(b, monthEnd, end) != separator || monthEnd - yearEnd > 3 || monthEnd == yearEnd + 1) {
      return -1;
    }
    month = number(b, yearEnd + 1, monthEnd);
    int dayEnd = skipDigits(b, monthEnd + 1, end);
    if (dayEnd - monthEnd > 3 || dayEnd == monthEnd + 1) {
      return -1;
    }
    day = number(b, monthEnd + 1, dayEnd);
    byte c = at(b, dayEnd, end);
    if (c == 'T') {
      boolean twoDigits = monthEnd - yearEnd == 3 && dayEnd - monthEnd == 3 && separator == '-';
      int q = zone(time(dayEnd + 1), twoDigits);
      return q;
    }
    boolean separated =
        c == ' ' || c == '\t' || c == 't' || c == '_' || (separator == '/' && c == '-');
    if (!separated) {
      return -1;
    }
    return zoneAndYear(time(c == ' ' ? skipSpaces(b, dayEnd, end) : dayEnd + 1));
  }

  private int slashes(int p, int firstEnd) {
    int secondEnd = skipDigits(b, firstEnd + 1, end);
    int yearEnd = yearAt(secondEnd + 1);
    int length = secondEnd - firstEnd - 1;
    if (at(b, secondEnd, end) != '/' || yearEnd < 0 || length < 1 || length > 2) {
      return -1;
    }
    int first = number(b, p, firstEnd);
    int second = number(b, firstEnd + 1, secondEnd);
    month = first > 12 ? second : first;
    day = first > 12 ? first : second;
    year = number(b, secondEnd + 1, yearEnd);
    byte c = at(b, yearEnd, end);
    return c == ':' || c == ' ' || c == '-' ? zoneAndYear(time(yearEnd + 1)) : -1;
  }

  private int epoch(int p, int q) {
    long n = 0;
    for (int i = p; i < q; i++) {
      n = n * 10 + (b[i] - '0');
    }
    int digits = q - p;
    long seconds = digits == 10 ? n : digits == 13 ? n / 1_000 : n / 1_000_000;
    byte c = at(b, q, end);
    if (seconds < 1_000_000_000L || (c != '.' && c != ' ' && c != 0) || (c == 0 && q < end)) {
      return -1;
    }
    micros = digits == 10 ? n * 1_000_000 : digits == 13 ? n * 1_000 : n;
    if (c == '.') {
      int e = fraction(q + 1);
      micros += digits == 10 ? fraction : 0;
      q = e;
    }
    offset = EPOCH;
    return q;
  }

  /** Reads hh:mm:ss with a fraction; -1 where it is none. */
  private int time(int p) {
    int q = skipDigits(b, p, end);
    int m = skipDigits(b, q + 1, end);
    int s = skipDigits(b, m + 1, end);
    if (q == p || q - p > 2 || at(b, q, end) != ':' || at(b, m, end) != ':') {
      return -1;
    }
    if (m - q != 3 || s - m != 3) {
      return -1;
    }
    hour = number(b, p, q);
    minute = number(b, q + 1, m);
    second = number(b, m + 1, s);
    byte c = at(b, s, end);
    return (c == '.' || c == ',') && isDigit(at(b, s + 1, end)) ? fraction(s + 1) : s;
  }

  /** Takes six digits, passes the rest. */
  private int fraction(int p) {
    int q = skipDigits(b, p, end);
    int n = 0;
    for (int i = 0; i < 6; i++) {
      n = n * 10 + (p + i < q ? b[p + i] - '0' : 0);
    }
    fraction = n;
    return q;
  }

  /** The zone of an RFC 3339 time: nothing, Z, an offset, or an offset and Z. */
  private int zone(int p, boolean strictSoFar) {
    if (p < 0) {
      return -1;
    }
    byte c = at(b, p, end);
    if (c == 'Z' || c == 'z') {
      offset = 0;
      strict = strictSoFar && c == 'Z';
      return p + 1;
    }
    int q = offset(p);
    if (q < 0) {
      return zoneAndYear(p);
    }
    strict = strictSoFar && q - p == 6;
    if (at(b, q, end) == 'Z') {
      strict = false;
      return q + 1;
    }
    return q;
  }

  /** Reads +hh:mm or +hhmm; -1 where it is none. */
  private int offset(int p) {
    byte sign = at(b, p, end);
    if (sign != '+' && sign != '-') {
      return -1;
    }
    int h = skipDigits(b, p + 1, end);
    int q = h;
    int minutes;
    if (h - p == 5) {
      minutes = number(b, p + 1, p + 3) * 60 + number(b, p + 3, h);
    } else if (h - p == 3 && at(b, h, end) == ':') {
      q = skipDigits(b, h + 1, end);
      if (q - h != 3) {
        return -1;
      }
      minutes = number(b, p + 1, h) * 60 + number(b, h + 1, q);
    } else {
      return -1;
    }
    if (minutes > 18 * 60) {
      return -1;
    }
    offset = (sign == '-' ? -minutes : minutes) * 60;
    return q;
  }

  /** What may follow a time in other formats: a zone, a year, or both, in either order. */
  private int zoneAndYear(int p) {
    if (p < 0) {
      return -1;
    }
    int q = p;
    for (int i = 0; i < 2; i++) {
      int at = skipSpaces(b, q, end);
      int next = offset == LOCAL ? offset(at) : -1;
      if (next < 0 && at > q && year == 0) {
        int yearEnd = yearAt(at);
        byte c = at(b, Math.max(yearEnd, 0), end);
        if (yearEnd > 0 && (c == ' ' || c == ':' || c == ',' || c == 0)) {
          year = number(b, at, yearEnd);
          next = yearEnd;
        }
      }
      if (next < 0 && offset == LOCAL) {
        next = zoneName(at, at == q);
      }
      if (next < 0) {
        break;
      }
      q = next;
    }
    return q;
  }

  private int zoneName(int p, boolean attached) {
    int q = p;
    while (q < end && Ascii.isUpper(b[q])) {
      q++;
    }
    byte c = at(b, q, end);
    if (q == p || q - p > 5 || (c != ' ' && c != ':' && c != ']' && c != '\t' && c != 0)) {
      return -1;
    }
    if (attached && q - p > 1) {
      return -1;
    }
    int seconds = ZoneNames.offset(b, p, q);
    if (seconds != ZoneNames.UNKNOWN) {
      offset = seconds;
      return q;
    }
    // An unknown word is a zone only where Cisco's mnemonic follows: "Mar 1 00:00:00 IST:
    // %SYS-5-…".
    return c == ':' && Ascii.startsWith(b, q, end, ": %") ? q : -1;
  }
}
