package org.hinomi.collector.imports;

/**
 * Tells from the first lines of a file whether syslog daemons wrote it. Only what no other log
 * looks like counts: a line of an application that begins with an ISO time and a blank would else
 * have its level taken for a host. Not thread-safe.
 */
final class SyslogLook {
  private static final int LINES = 100;
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private int seen;
  private int syslog;

  /** Looks at a line in {@code [0, length)}. */
  void line(byte[] b, int length) {
    if (seen < LINES && length > 0) {
      seen++;
      if (priority(b, length) || bsd(b, length) || rfc3339(b, length)) {
        syslog++;
      }
    }
  }

  /** Whether further lines change nothing. */
  boolean isDecided() {
    return seen >= LINES;
  }

  boolean isSyslog() {
    return syslog * 2 > seen;
  }

  private static boolean priority(byte[] b, int length) {
    int i = 1;
    while (i < Math.min(length, 4) && b[i] >= '0' && b[i] <= '9') {
      i++;
    }
    return b[0] == '<' && i > 1 && i < length && b[i] == '>';
  }

  /** RFC 3164 section 4.1.2: "Mmm d hh:mm:ss ". */
  private static boolean bsd(byte[] b, int length) {
    if (length < 16 || b[3] != ' ' || b[6] != ' ' || b[9] != ':' || b[12] != ':' || b[15] != ' ') {
      return false;
    }
    int month = MONTHS.indexOf("" + (char) b[0] + (char) b[1] + (char) b[2]);
    return month >= 0 && month % 3 == 0;
  }

  /** "yyyy-mm-ddThh:mm:ss", a zone, a host and a tag that ends with a colon or a bracket. */
  private static boolean rfc3339(byte[] b, int length) {
    if (length < 20 || b[4] != '-' || b[7] != '-' || b[10] != 'T' || b[13] != ':') {
      return false;
    }
    int blanks = 0;
    for (int i = 19; i < Math.min(length, 400); i++) {
      if (b[i] == ' ') {
        blanks++;
      } else if (blanks == 2 && (b[i] == ':' || b[i] == '[')) {
        return b[i] == '[' || i + 1 == length || b[i + 1] == ' ';
      } else if (blanks > 2) {
        return false;
      }
    }
    return false;
  }
}
