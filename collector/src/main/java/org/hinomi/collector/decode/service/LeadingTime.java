package org.hinomi.collector.decode.service;

/**
 * The time stamp that the lines of many programs begin with, in whatever form: words of digits and
 * their separators, names of months, weekdays and zones, at least one of which is a time of day.
 * {@code [2013-11-11 14:33:38]}, {@code Mon Jun 9 12:08:53 2020}, {@code 06-Feb-2025 10:32:43.895},
 * {@code 221128 14:49:17}, {@code 1795457696.495}.
 */
final class LeadingTime {
  private static final int WORDS = 6;
  private static final String NAMES =
      " jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun utc gmt cet cest"
          + " jst est edt pst pdt ";

  private LeadingTime() {}

  /**
   * @return where the text behind it begins; {@code from} where it begins with none
   */
  static int end(String text, int from) {
    int length = text.length();
    boolean bracket = from < length && text.charAt(from) == '[';
    int p = bracket ? from + 1 : from;
    if (p >= length || !mayStart(text.charAt(p))) {
      return from;
    }
    boolean day = false;
    for (int word = 0; word < WORDS && p < length; word++) {
      int e = p;
      while (e < length && text.charAt(e) > ' ' && text.charAt(e) != ']') {
        e++;
      }
      int form = form(text, p, e);
      if (form < 0 || day && !mayFollow(text, p, e)) {
        break;
      }
      day |= form > 0;
      p = e;
      if (bracket && p < length && text.charAt(p) == ']') {
        p++;
        bracket = false;
        p = p < length && text.charAt(p) == ':' ? p + 1 : p;
        return day ? blanks(text, p) : from;
      }
      p = blanks(text, p);
    }
    return day && !bracket ? p : from;
  }

  /** Behind the time of day: a year, a zone or an offset. */
  private static boolean mayFollow(String text, int start, int end) {
    char first = text.charAt(start);
    if (first == '+' || first == '-') {
      return end - start > 4;
    }
    if (first > '9') {
      return named(text, start, end) == end - start;
    }
    return end - start == 4
        && (first == '1' || first == '2')
        && text.indexOf('.', start) != start + 2;
  }

  private static boolean mayStart(char c) {
    int lower = c | 0x20;
    return c >= '0' && c <= '9' || lower >= 'a' && lower <= 'w';
  }

  private static int blanks(String text, int p) {
    int q = p;
    while (q < text.length() && text.charAt(q) <= ' ') {
      q++;
    }
    return q;
  }

  /** 1 where it holds a time of day, 0 where it may be a part of a time stamp, -1 else. */
  private static int form(String text, int start, int end) {
    if (end == start || end - start > 40) {
      return -1;
    }
    int colons = 0;
    int dots = 0;
    int digits = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits++;
      } else if (c == ':') {
        colons++;
      } else if (c == '.') {
        dots++;
      } else if (c != '-' && c != '/' && c != ',' && c != '+') {
        int name = named(text, i, end);
        if (name > 0) {
          i += name - 1;
        } else if ((c != 'T' && c != 'Z') || digits == 0) {
          return -1;
        }
      }
    }
    if (digits == 0) {
      return colons + dots > 0 ? -1 : 0;
    }
    if (colons == 0 && dots == 2 && digits == 8 && text.charAt(start + 4) == '.') {
      return 0;
    }
    if (colons == 0) {
      // Seconds since 1970; not a number of the text itself, which has no date before it.
      boolean epoch =
          dots == 1 && digits >= 11 && text.charAt(start + 10 < end ? start + 10 : start) == '.';
      return epoch ? 1 : digits <= 8 && dots == 0 && !(digits == 1 && end - start > 1) ? 0 : -1;
    }
    return colons >= 2 && colons <= 4 && dots <= 1 ? 1 : -1;
  }

  /** Length of a name at i that is a whole run of letters; 0 where there is none. */
  private static int named(String text, int i, int end) {
    int e = i;
    while (e < end && Character.isLetter(text.charAt(e))) {
      e++;
    }
    int n = e - i;
    if (n < 3 || n > 4) {
      return 0;
    }
    for (int at = NAMES.indexOf(' ');
        at >= 0 && at + n + 1 < NAMES.length();
        at = NAMES.indexOf(' ', at + 1)) {
      if (NAMES.charAt(at + n + 1) == ' ' && NAMES.regionMatches(true, at + 1, text, i, n)) {
        return n;
      }
    }
    return 0;
  }
}
