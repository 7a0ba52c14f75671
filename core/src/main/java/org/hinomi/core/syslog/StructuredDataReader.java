package org.hinomi.core.syslog;

import java.util.Arrays;

/** Reads RFC 5424 structured data (§6.3). Not thread-safe. */
public final class StructuredDataReader {

  /** Longest SD-ID and PARAM-NAME by RFC 5424. Longer ones are read, and named a fault. */
  static final int NAME_LIMIT = 32;

  /** Gets one parameter; indexes into the bytes of {@code value} or of the message. */
  @FunctionalInterface
  public interface Sink {
    /**
     * @param idStart start of the SD-ID in {@code message}
     * @param nameStart start of the PARAM-NAME in {@code message}
     * @param value holds the value, unescaped, in {@code [valueStart, valueEnd)}; only for this
     *     call
     */
    void param(
        byte[] message,
        int idStart,
        int idEnd,
        int nameStart,
        int nameEnd,
        byte[] value,
        int valueStart,
        int valueEnd);
  }

  private static final Sink NOBODY = (m, is, ie, ns, ne, v, vs, ve) -> {};

  private byte[] unescaped = new byte[256];

  /** Takes the faults of a second reading, which the first has reported. */
  private final SyslogHeader faults = new SyslogHeader();

  /**
   * Finds the end of the structured data that starts at {@code p} and reports faults.
   *
   * @return its end; where an element cannot be read, the end of the last one that could
   */
  int end(byte[] b, int p, int end, SyslogHeader header) {
    int q = p;
    while (q < end && b[q] == '[') {
      int next = element(b, q, end, NOBODY, header);
      if (next < 0) {
        return q;
      }
      q = next;
    }
    return q;
  }

  /** Hands over every parameter of the elements in {@code [start, end)}. */
  public void read(byte[] b, int start, int end, Sink sink) {
    int q = start;
    while (q >= 0 && q < end && b[q] == '[') {
      q = element(b, q, end, sink, faults);
    }
  }

  /** Returns the end of the element at {@code p}, or -1. */
  private int element(byte[] b, int p, int end, Sink sink, SyslogHeader header) {
    int idStart = p + 1;
    int idEnd = name(b, idStart, end);
    if (idEnd == idStart) {
      header.fault("SD-ID", idStart, "a name");
      return -1;
    }
    if (idEnd - idStart > NAME_LIMIT) {
      header.fault("SD-ID of " + (idEnd - idStart) + " bytes (expected: at most 32)");
    }
    int q = idEnd;
    while (q < end) {
      byte c = b[q];
      if (c == ']') {
        return q + 1;
      }
      if (c != ' ') {
        header.fault("structured data", q, "a blank or ]");
        return -1;
      }
      q = Ascii.skipSpaces(b, q, end);
      if (Ascii.at(b, q, end) == ']') {
        return q + 1;
      }
      q = param(b, q, end, idStart, idEnd, sink, header);
      if (q < 0) {
        return -1;
      }
    }
    header.fault("structured data: not closed (expected: ])");
    return -1;
  }

  private int param(
      byte[] b, int p, int end, int idStart, int idEnd, Sink sink, SyslogHeader header) {
    int nameEnd = name(b, p, end);
    if (nameEnd == p || Ascii.at(b, nameEnd, end) != '=' || Ascii.at(b, nameEnd + 1, end) != '"') {
      header.fault("PARAM-NAME", p, "name=\"value\"");
      return -1;
    }
    int start = nameEnd + 2;
    int q = start;
    boolean escaped = false;
    while (q < end && b[q] != '"') {
      if (b[q] == '\\' && isEscaped(Ascii.at(b, q + 1, end))) {
        escaped = true;
        q++;
      } else if (b[q] == ']') {
        header.fault("] in PARAM-VALUE", q, "\\]");
      }
      q++;
    }
    if (q >= end) {
      header.fault("PARAM-VALUE that is not closed", start, "\"");
      return -1;
    }
    if (escaped) {
      int n = unescape(b, start, q);
      sink.param(b, idStart, idEnd, p, nameEnd, unescaped, 0, n);
    } else {
      sink.param(b, idStart, idEnd, p, nameEnd, b, start, q);
    }
    return q + 1;
  }

  /** §6.3.3: a backslash before any other character is a plain backslash. */
  private static boolean isEscaped(byte c) {
    return c == '"' || c == '\\' || c == ']';
  }

  private int unescape(byte[] b, int start, int end) {
    if (unescaped.length < end - start) {
      unescaped = Arrays.copyOf(unescaped, end - start);
    }
    int n = 0;
    for (int i = start; i < end; i++) {
      if (b[i] == '\\' && isEscaped(Ascii.at(b, i + 1, end))) {
        i++;
      }
      unescaped[n++] = b[i];
    }
    return n;
  }

  /** End of an SD-NAME: printable ASCII without {@code = ] "} and blanks. */
  private static int name(byte[] b, int p, int end) {
    while (p < end && b[p] > ' ' && b[p] < 127 && b[p] != '=' && b[p] != ']' && b[p] != '"') {
      p++;
    }
    return p;
  }
}
