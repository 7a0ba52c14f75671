package org.hinomi.core.syslog;

import static org.hinomi.core.syslog.Ascii.at;

import java.time.ZoneId;
import org.hinomi.core.syslog.SyslogHeader.Part;

/**
 * Finds the parts of one syslog message: RFC 5424, RFC 3164, and what devices make of them. Any
 * bytes are read without an exception; what is wrong with them stands in {@link
 * SyslogHeader#fault()}.
 *
 * <p>Not thread-safe, makes no objects for a well-formed message.
 */
public final class SyslogReader {
  /** Highest PRI: facility 23, severity 7. */
  private static final int PRI_LIMIT = 191;

  private final SyslogHeader header = new SyslogHeader();
  private final TimestampReader timestamps = new TimestampReader();
  private final Rfc5424Reader rfc5424 = new Rfc5424Reader(timestamps);
  private final BsdReader bsd = new BsdReader(timestamps);

  /**
   * Reads a message as it came over the network.
   *
   * @param received when it came: microseconds since 1970
   * @param zone of time stamps that name none
   * @param namesHost whether the sender writes a HOSTNAME into RFC 3164 messages
   * @return the same object at each call
   */
  public SyslogHeader read(
      byte[] b, int offset, int length, long received, ZoneId zone, boolean namesHost) {
    header.clear(offset);
    int end = offset + length;
    while (end > offset && (b[end - 1] == '\n' || b[end - 1] == '\r' || b[end - 1] == 0)) {
      end--;
    }
    int p = priority(b, offset, end);
    int q = at(b, p, end) == ' ' ? p + 1 : p;
    if (Rfc5424Reader.claims(b, q, end) && (p > offset || startsLikeRfc5424(b, q, end))) {
      int rest = rfc5424.read(b, q, end, received, zone, header);
      if (rest >= 0) {
        bsd.tag(b, rest, end, header);
      }
    } else {
      if (p == offset) {
        header.fault("PRI", offset, "<0> to <191>");
      }
      bsd.read(b, p, end, received, zone, namesHost, header);
    }
    if (header.start(Part.MESSAGE) < 0) {
      header.set(Part.MESSAGE, header.fault() == null ? end : p, end);
    }
    return header;
  }

  /**
   * Reads a line of a log file: without PRI, "Mmm d hh:mm:ss host tag[pid]: text" or with an RFC
   * 3339 time. A line of any other form has only a message: itself.
   */
  public SyslogHeader readLine(byte[] b, int offset, int length, long received, ZoneId zone) {
    header.clear(offset);
    int end = offset + length;
    if (timestamps.read(b, offset, end, received, zone) > 0) {
      bsd.read(b, offset, end, received, zone, true, header);
    } else {
      header.set(Part.MESSAGE, offset, end);
    }
    return header;
  }

  /** Reads {@code <PRI>}; returns where it ends, or {@code p} where there is none. */
  private int priority(byte[] b, int p, int end) {
    if (at(b, p, end) != '<') {
      return p;
    }
    int q = Ascii.skipDigits(b, p + 1, end);
    if (q == p + 1 || q - p > 4 || at(b, q, end) != '>') {
      return p;
    }
    int value = Ascii.number(b, p + 1, q);
    if (value <= PRI_LIMIT) {
      header.priority(value);
    } else {
      header.fault("PRI " + value, p, "<0> to <191>");
    }
    return q + 1;
  }

  /** Without a PRI only {@code 1 yyyy-} is taken for RFC 5424. */
  private static boolean startsLikeRfc5424(byte[] b, int p, int end) {
    return at(b, p, end) == '1'
        && at(b, p + 1, end) == ' '
        && Ascii.skipDigits(b, p + 2, end) == p + 6
        && at(b, p + 6, end) == '-';
  }
}
