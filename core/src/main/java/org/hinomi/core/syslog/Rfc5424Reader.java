package org.hinomi.core.syslog;

import static org.hinomi.core.syslog.Ascii.at;
import static org.hinomi.core.syslog.Ascii.isDigit;

import java.time.ZoneId;
import org.hinomi.core.syslog.SyslogHeader.Part;

/**
 * Reads RFC 5424 behind its PRI, mildly: a header field that breaks the RFC is named as the fault,
 * and what can be read is read. Fields longer than the RFC allows are cut to its length. Not
 * thread-safe.
 */
final class Rfc5424Reader {
  static final int HOST_LIMIT = 255;
  static final int APP_LIMIT = 48;
  static final int PID_LIMIT = 128;
  static final int MSGID_LIMIT = 32;

  private final TimestampReader timestamps;
  private final StructuredDataReader structuredData = new StructuredDataReader();

  Rfc5424Reader(TimestampReader timestamps) {
    this.timestamps = timestamps;
  }

  /** Whether VERSION, a blank and a TIMESTAMP seem to follow. */
  static boolean claims(byte[] b, int p, int end) {
    int q = Ascii.skipDigits(b, p, end);
    if (q == p || q - p > 3 || b[p] == '0' || at(b, q, end) != ' ') {
      return false;
    }
    byte c = at(b, q + 1, end);
    return c == '-' || isDigit(c) || q + 1 >= end;
  }

  /**
   * @return where the rest starts, when it is not RFC 5424 after all but has a host and a time
   *     (Meraki, HPE); -1 when all is read
   */
  int read(byte[] b, int p, int end, long received, ZoneId zone, SyslogHeader header) {
    int q = Ascii.skipDigits(b, p, end);
    header.version(Ascii.number(b, p, q));
    q++;
    boolean epoch = isDigit(at(b, q, end)) && Ascii.skipDigits(b, q, end) - q >= 10;
    q = timestamp(b, q, end, received, zone, header);
    if (epoch && header.hasTime()) {
      if (q >= end) {
        missing("HOSTNAME", header);
        return -1;
      }
      int word = Ascii.wordEnd(b, q, end);
      if (word == q) {
        header.fault("HOSTNAME", q, "printable ASCII");
        return -1;
      }
      header.set(Part.HOST, q, word);
      return Ascii.skipSpaces(b, word, end);
    }
    int appStart = field(b, q, end, Part.HOST, "HOSTNAME", HOST_LIMIT, header);
    if (appStart < 0) {
      return -1;
    }
    int pidStart = field(b, appStart, end, Part.APP, "APP-NAME", APP_LIMIT, header);
    if (pidStart > 0 && isLegacyTag(b, appStart, pidStart, end)) {
      return appStart;
    }
    q = pidStart < 0 ? -1 : field(b, pidStart, end, Part.PID, "PROCID", PID_LIMIT, header);
    q = q < 0 ? -1 : field(b, q, end, Part.MSGID, "MSGID", MSGID_LIMIT, header);
    if (q >= 0) {
      structuredDataAndMessage(b, q, end, header);
    }
    return -1;
  }

  /**
   * "DriveArray: Smart …": an APP-NAME with a colon and no PROCID behind it is an RFC 3164 tag; CEF
   * and LEEF are texts.
   */
  private static boolean isLegacyTag(byte[] b, int app, int pid, int end) {
    if (Ascii.startsWith(b, app, end, "CEF:") || Ascii.startsWith(b, app, end, "LEEF:")) {
      return true;
    }
    return b[pid - 2] == ':'
        && pid - 2 > app
        && at(b, pid, end) != '-'
        && !isDigit(at(b, pid, end));
  }

  private int timestamp(byte[] b, int p, int end, long received, ZoneId zone, SyslogHeader header) {
    if (at(b, p, end) == '-' && (p + 1 >= end || b[p + 1] == ' ')) {
      return p + 2;
    }
    int q = timestamps.read(b, p, end, received, zone);
    if (q > 0 && (q >= end || b[q] == ' ')) {
      header.time(timestamps.micros());
      return q + 1;
    }
    if (q > 0 && timestamps.rfc5424()) {
      header.time(timestamps.micros());
    }
    header.fault("TIMESTAMP", p, "- or RFC 3339 date and time");
    q = Ascii.find(b, p, end, ' ');
    return q < 0 ? end + 1 : q + 1;
  }

  /** Takes a header field and returns where the next one starts; -1 when it cannot be read. */
  private static int field(
      byte[] b, int p, int end, Part part, String name, int limit, SyslogHeader header) {
    if (p >= end) {
      missing(name, header);
      return -1;
    }
    int q = p;
    while (q < end && b[q] > ' ' && b[q] < 127) {
      q++;
    }
    if (q == p || (q < end && b[q] != ' ')) {
      header.fault(name, q, "printable ASCII and one blank");
      header.set(Part.MESSAGE, p, end);
      return -1;
    }
    if (q - p > 1 || b[p] != '-') {
      if (q - p > limit) {
        header.fault(name + " of " + (q - p) + " bytes (expected: at most " + limit + ")");
      }
      header.set(part, p, Math.min(q, p + limit));
    }
    return q + 1;
  }

  private static void missing(String name, SyslogHeader header) {
    header.fault(name + ": missing (the message ends in its header)");
  }

  private void structuredDataAndMessage(byte[] b, int p, int end, SyslogHeader header) {
    int q = p;
    if (p >= end) {
      header.fault("structured data: missing (expected: - or [)");
      return;
    }
    if (b[p] == '[') {
      q = structuredData.end(b, p, end, header);
      // An element that cannot be read is kept in reach: its SD-ID tells whose the message is.
      header.set(Part.STRUCTURED_DATA, p, q);
    } else if (b[p] == '-') {
      q = p + 1;
    } else {
      header.fault("structured data", p, "- or [");
      header.set(Part.MESSAGE, p, end);
      return;
    }
    if (q < end && b[q] != ' ') {
      header.fault("message", q, "a blank before it");
      header.set(Part.MESSAGE, q, end);
      return;
    }
    int start = Math.min(q + 1, end);
    if (end - start >= 3
        && b[start] == (byte) 0xEF
        && b[start + 1] == (byte) 0xBB
        && b[start + 2] == (byte) 0xBF) {
      start += 3;
    }
    header.set(Part.MESSAGE, start, end);
  }
}
