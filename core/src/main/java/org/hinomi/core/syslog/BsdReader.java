package org.hinomi.core.syslog;

import static org.hinomi.core.syslog.Ascii.at;
import static org.hinomi.core.syslog.Ascii.isBlank;
import static org.hinomi.core.syslog.Ascii.isDigit;
import static org.hinomi.core.syslog.Ascii.isLetter;
import static org.hinomi.core.syslog.Ascii.skipDigits;
import static org.hinomi.core.syslog.Ascii.skipSpaces;
import static org.hinomi.core.syslog.Ascii.startsWith;
import static org.hinomi.core.syslog.Ascii.wordEnd;

import java.time.ZoneId;
import org.hinomi.core.syslog.SyslogHeader.Clock;
import org.hinomi.core.syslog.SyslogHeader.Part;

/**
 * Reads what follows the PRI in RFC 3164 messages and their kin. RFC 3164 describes what was seen,
 * not what must be; this reads what rsyslog and syslog-ng agree on, and the habits of devices:
 *
 * <pre>
 * Mmm d hh:mm:ss host tag[pid]: text
 * Mmm d hh:mm:ss tag[pid]: text            no host
 * Mmm d hh:mm:ss host : %ASA-6-302013: …   Cisco ASA, PIX, FWSM
 * 43: host: *Mmm d hh:mm:ss.mmm UTC: %SYS-5-CONFIG_I: …   Cisco IOS
 * 43: 1w2d: %LINK-3-UPDOWN: …              the same without a clock
 * RP/0/RSP0/CPU0:Mmm d hh:mm:ss.mmm : …    Cisco IOS XR
 * Mmm d hh:mm:ss Message forwarded from host: tag: …      AIX
 * tag[pid]: text                           neither time nor host
 * </pre>
 */
final class BsdReader {
  private static final String FORWARDED = "Message forwarded from ";
  private static final int PID_LIMIT = 128;

  private final TimestampReader timestamps;

  BsdReader(TimestampReader timestamps) {
    this.timestamps = timestamps;
  }

  void read(
      byte[] b,
      int p,
      int end,
      long received,
      ZoneId zone,
      boolean namesHost,
      SyslogHeader header) {
    int q = timestamp(b, p, end, received, zone, header);
    if (q < 0) {
      q = prefixed(b, p, end, received, zone, header);
    }
    if (q < 0) {
      withoutTime(b, p, end, header);
      return;
    }
    if (header.hasTime() && namesHost && !header.has(Part.HOST)) {
      q = host(b, q, end, header);
    }
    tag(b, q, end, header);
  }

  /** Reads a time stamp behind blanks, colons and Cisco's mark; returns its end or -1. */
  private int timestamp(byte[] b, int p, int end, long received, ZoneId zone, SyslogHeader header) {
    int q = p;
    while (q < end && (b[q] == ' ' || b[q] == ':')) {
      q++;
    }
    byte mark = at(b, q, end);
    boolean marked = mark == '*' || mark == '.';
    int t = timestamps.read(b, marked ? q + 1 : q, end, received, zone);
    if (t < 0 || (t < end && !isBlank(b[t]) && b[t] != ':' && b[t] != ',' && b[t] != ']')) {
      return -1;
    }
    if (marked) {
      header.clock(mark == '*' ? Clock.NOT_AUTHORITATIVE : Clock.NOT_SYNCHRONIZED);
    }
    header.time(timestamps.micros());
    return at(b, t, end) == ':' ? t + 1 : t;
  }

  /** Looks for a time stamp behind a sequence number, a host or both; -1 where there is none. */
  private int prefixed(byte[] b, int p, int end, long received, ZoneId zone, SyslogHeader header) {
    int q = skipSpaces(b, p, end);
    int hostStart = -1;
    int hostEnd = -1;
    for (int i = 0; i < 3; i++) {
      int word = q;
      while (word < end && b[word] != ':' && !isBlank(b[word])) {
        word++;
      }
      if (word == q || at(b, word, end) != ':') {
        return -1;
      }
      if (skipDigits(b, q, end) == word) {
        header.set(Part.SEQUENCE, q, word);
      } else if (hostStart < 0 && couldBeHost(b, q, word)) {
        hostStart = q;
        hostEnd = word;
      } else {
        return header.has(Part.SEQUENCE) ? uptime(b, q, end, header) : -1;
      }
      int t = timestamp(b, word, end, received, zone, header);
      if (t >= 0) {
        if (hostStart >= 0) {
          header.set(Part.HOST, hostStart, hostEnd);
        }
        return t;
      }
      q = skipSpaces(b, word + 1, end);
      if (header.has(Part.SEQUENCE) && hostStart < 0) {
        int u = uptime(b, q, end, header);
        if (u >= 0) {
          return u;
        }
      }
    }
    return -1;
  }

  /** Reads "1w2d: " or "00:00:46: " or nothing before a Cisco mnemonic; -1 where there is none. */
  private static int uptime(byte[] b, int p, int end, SyslogHeader header) {
    if (at(b, p, end) == '%') {
      return p;
    }
    int q = p;
    while (q < end && (isDigit(b[q]) || b[q] == ':' || "ywdhms".indexOf(b[q]) >= 0)) {
      q++;
    }
    if (q - p < 3 || !isDigit(at(b, p, end)) || b[q - 1] != ':' || !startsWith(b, q, end, " %")) {
      return -1;
    }
    header.set(Part.UPTIME, p, q - 1);
    return q + 1;
  }

  /** Takes the host behind the time stamp, where one stands there. */
  private static int host(byte[] b, int p, int end, SyslogHeader header) {
    int q = skipSpaces(b, p, end);
    if (startsWith(b, q, end, FORWARDED)) {
      q += FORWARDED.length();
      int word = wordEnd(b, q, end);
      int hostEnd = word > q && b[word - 1] == ':' ? word - 1 : word;
      if (hostEnd > q) {
        header.set(Part.HOST, q, hostEnd);
      }
      return word;
    }
    int word = wordEnd(b, q, end);
    if (word == q) {
      return q;
    }
    if (b[q] == '[' && b[word - 1] == ']' && isAddress(b, q + 1, word - 1)) {
      header.set(Part.HOST, q + 1, word - 1);
      return word;
    }
    if (b[word - 1] == ':' && word - 1 > q) {
      boolean named = couldBeHost(b, q, word - 1) && deviceFollows(b, word, end);
      if (named || isAddress(b, q, word - 1)) {
        header.set(Part.HOST, q, word - 1);
        return word;
      }
      return q;
    }
    if (!isAddress(b, q, word) && !couldBeHost(b, q, word)) {
      return q;
    }
    header.set(Part.HOST, q, word);
    return word;
  }

  /** Whether the text of a device follows that writes "host:" before it: Cisco, NetScreen. */
  private static boolean deviceFollows(byte[] b, int p, int end) {
    int q = skipSpaces(b, p, end);
    return (at(b, q, end) == '%' && isLetter(at(b, q + 1, end)))
        || startsWith(b, q, end, "NetScreen ");
  }

  private static boolean couldBeHost(byte[] b, int start, int end) {
    if (start == end || b[start] == '%' || b[start] == '{' || b[start] == '<' || b[start] == '"') {
      return false;
    }
    for (int i = start; i < end; i++) {
      byte c = b[i];
      if (c == ':' || c == '[' || c == '=' || c == ',' || c == '|' || c == '\n') {
        return false;
      }
    }
    return true;
  }

  /** Whether it looks like an IPv4 or IPv6 address. */
  private static boolean isAddress(byte[] b, int start, int end) {
    int dots = 0;
    int colons = 0;
    for (int i = start; i < end; i++) {
      byte c = b[i];
      int lower = c | 0x20;
      if (c == '.') {
        dots++;
      } else if (c == ':') {
        colons++;
      } else if (!isDigit(c) && !(colons > 0 || dots == 0 ? lower >= 'a' && lower <= 'f' : false)) {
        return false;
      }
    }
    return (dots == 3 && colons == 0) || colons >= 2;
  }

  /** Reads "tag[pid]: text" or "tag text" behind time and host. */
  void tag(byte[] b, int p, int end, SyslogHeader header) {
    int q = skipSpaces(b, p, end);
    if (at(b, q, end) == ':' && (q + 1 >= end || isBlank(b[q + 1]))) {
      q = skipSpaces(b, q + 1, end);
    }
    if (at(b, q, end) == '-' && (q + 1 >= end || b[q + 1] == ' ')) {
      q = skipSpaces(b, q + 1, end);
    }
    if (isText(b, q, end)) {
      header.set(Part.MESSAGE, q, end);
      return;
    }
    int word = tagEnd(b, q, end);
    byte c = at(b, word, end);
    if (c == ':') {
      colonTag(b, q, word, end, header);
    } else if (c == '[') {
      pidTag(b, q, word, end, header);
    } else if (word > q && !isPair(b, q, word)) {
      header.set(Part.APP, q, word);
      int next = skipSpaces(b, word, end);
      // "tag : text"
      boolean colon = at(b, next, end) == ':' && (next + 1 >= end || b[next + 1] == ' ');
      header.set(Part.MESSAGE, Math.min(colon ? next + 2 : word + 1, end), end);
    } else {
      header.set(Part.MESSAGE, q, end);
    }
  }

  /** Without a time only what ends in a colon or has a PID is a tag: any word may begin a text. */
  private void withoutTime(byte[] b, int p, int end, SyslogHeader header) {
    int q = skipSpaces(b, p, end);
    int word = tagEnd(b, q, end);
    byte c = at(b, word, end);
    if (isText(b, q, end) || word == q) {
      header.set(Part.MESSAGE, q, end);
    } else if (c == ':' && b[q] != '%' && header.priority() < 0) {
      header.set(Part.MESSAGE, q, end);
    } else if (c == ':' && deviceFollows(b, word + 1, end)) {
      header.set(Part.HOST, q, word);
      tag(b, word + 1, end, header);
    } else if (c == ':') {
      colonTag(b, q, word, end, header);
    } else if (c == '[') {
      pidTag(b, q, word, end, header);
    } else if (startsWith(b, word, end, " : %") || startsWith(b, word, end, "\tMSWinEventLog\t")) {
      header.set(Part.HOST, q, word);
      tag(b, b[word] == '\t' ? word + 1 : word, end, header);
    } else {
      header.set(Part.MESSAGE, q, end);
    }
  }

  /** Texts that no tag stands before. */
  private static boolean isText(byte[] b, int p, int end) {
    byte c = at(b, p, end);
    return c == '['
        || c == '{'
        || c == '<'
        || c == '"'
        || c == '('
        || startsWith(b, p, end, "CEF:")
        || startsWith(b, p, end, "LEEF:")
        || startsWith(b, p, end, "last message repeated ");
  }

  private static int tagEnd(byte[] b, int p, int end) {
    int q = p;
    while (q < end && b[q] != ':' && b[q] != '[' && !isBlank(b[q]) && b[q] != '\n') {
      q++;
    }
    return q;
  }

  private static void colonTag(byte[] b, int start, int colon, int end, SyslogHeader header) {
    if (colon == start
        || !hasLetter(b, start, colon)
        || startsWith(b, colon, end, "://")
        || isPair(b, start, colon)) {
      header.set(Part.MESSAGE, start, end);
      return;
    }
    header.set(Part.APP, start, colon);
    int text = colon + 1;
    header.set(Part.MESSAGE, at(b, text, end) == ' ' ? text + 1 : text, end);
  }

  private static void pidTag(byte[] b, int start, int bracket, int end, SyslogHeader header) {
    int close = bracket + 1;
    while (close < end && b[close] != ']' && b[close] > ' ' && close - bracket <= PID_LIMIT) {
      close++;
    }
    byte after = at(b, close + 1, end);
    boolean pid =
        at(b, close, end) == ']'
            && close > bracket + 1
            && (after == ':' || after == ' ' || close + 1 >= end);
    if (bracket == start || !pid || isPair(b, start, bracket)) {
      header.set(Part.MESSAGE, start, end);
      return;
    }
    header.set(Part.APP, start, bracket);
    header.set(Part.PID, bracket + 1, close);
    int text = Math.min(after == ':' ? close + 2 : close + 1, end);
    header.set(Part.MESSAGE, at(b, text, end) == ' ' ? text + 1 : text, end);
  }

  private static boolean hasLetter(byte[] b, int start, int end) {
    for (int i = start; i < end; i++) {
      if (isLetter(b[i]) || b[i] < 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether the word begins like {@code name=value}: the text of a firewall, not a tag. */
  private static boolean isPair(byte[] b, int start, int end) {
    if (!isLetter(b[start]) && b[start] != '_') {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (b[i] == '=') {
        return true;
      }
      if (!isLetter(b[i]) && !isDigit(b[i]) && b[i] != '_' && b[i] != '-' && b[i] != '.') {
        return false;
      }
    }
    return false;
  }
}
