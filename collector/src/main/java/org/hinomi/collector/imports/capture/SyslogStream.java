package org.hinomi.collector.imports.capture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hinomi.collector.imports.read.Found;

/**
 * One direction of a TCP connection: puts its segments in order and cuts the syslog messages out of
 * it, framed by octet counts or by line feeds (RFC 6587 sections 3.4.1 and 3.4.2). What does not
 * begin like one of them is no syslog. Not thread-safe.
 */
final class SyslogStream {
  /** Bytes of a message beyond which it is no longer believed. */
  private static final int LARGEST = 1 << 20;

  private static final int AHEAD_SEGMENTS = 64;
  private static final int AHEAD_BYTES = 256 << 10;

  /** Bytes that are passed over in search of a message. */
  private static final int SEARCHED = 64 << 10;

  private static final Pattern START =
      Pattern.compile("\n(?=<\\d{1,3}>)|(?<!\\d)(?=[1-9]\\d{0,6} <\\d{1,3}>)");

  private static final Pattern BEGINNING = Pattern.compile("\\d{0,7}|\\d{1,7} <?|<");

  private enum State {
    /** Nothing was seen of it yet. */
    NEW,
    /** Its start, or what follows a gap, was not seen: a message is searched for. */
    SEARCHING,
    SYSLOG,
    OTHER
  }

  /** Told of each message. */
  interface Sink {
    /**
     * @param full bytes that it has
     * @param partial whether some of it is missing
     */
    void message(byte[] bytes, long full, boolean partial);
  }

  private final Sink sink;
  private final TreeMap<Long, byte[]> ahead = new TreeMap<>();
  private State state = State.NEW;
  private boolean begun;

  /** Number of the next byte, as TCP counts them, not wrapped. */
  private long next;

  private byte[] pending = {};
  private int length;
  private int aheadBytes;
  private int searched;
  private long gaps;

  SyslogStream(Sink sink) {
    this.sink = sink;
  }

  /** Memory that it holds, in bytes. */
  int held() {
    return pending.length + aheadBytes;
  }

  /** Messages that were torn by missing segments. */
  long gaps() {
    return gaps;
  }

  /** The connection begins; its first byte has the number behind this one. */
  void begin(long sequence) {
    if (begun && state == State.SYSLOG) {
      end(false);
    }
    begun = true;
    state = State.NEW;
    next = (sequence + 1) & 0xffff_ffffL;
    forget();
  }

  /**
   * Takes a segment.
   *
   * @param sequence number of its first byte, 32 bits
   * @param missing bytes at its end that were not captured
   */
  void segment(long sequence, byte[] bytes, int from, int to, int missing) {
    if (state == State.OTHER || from >= to && missing == 0) {
      return;
    }
    if (!begun) {
      begun = true;
      state = State.SEARCHING;
      next = sequence;
      // Most often a segment begins with a message.
      append("\n".getBytes(StandardCharsets.US_ASCII), 0, 1);
    }
    long at = next + (int) (sequence - next);
    if (at > next) {
      keep(at, Arrays.copyOfRange(bytes, from, to));
      return;
    }
    int known = (int) Math.min(next - at, to - from);
    deliver(bytes, from + known, to);
    if (missing > 0 && at + (to - from) + missing > next) {
      gap(at + (to - from) + missing);
    }
    takeAhead();
  }

  private void keep(long at, byte[] segment) {
    byte[] before = ahead.get(at);
    if (before == null || before.length < segment.length) {
      ahead.put(at, segment);
      aheadBytes += segment.length - (before == null ? 0 : before.length);
    }
    if (ahead.size() > AHEAD_SEGMENTS || aheadBytes > AHEAD_BYTES) {
      gap(ahead.firstKey());
      takeAhead();
    }
  }

  private void takeAhead() {
    while (!ahead.isEmpty() && ahead.firstKey() <= next) {
      Map.Entry<Long, byte[]> first = ahead.pollFirstEntry();
      byte[] segment = first.getValue();
      aheadBytes -= segment.length;
      int known = (int) Math.min(next - first.getKey(), segment.length);
      deliver(segment, known, segment.length);
    }
  }

  private void gap(long to) {
    tear();
    next = to;
    if (state != State.OTHER) {
      state = State.SEARCHING;
    }
  }

  /** Gives what is there of a message whose rest is missing. */
  private void tear() {
    if (state == State.SYSLOG && length > 0) {
      gaps++;
      int from = body();
      sink.message(Arrays.copyOfRange(pending, from, kept(from, length)), length - from, true);
    }
    length = 0;
  }

  private void deliver(byte[] bytes, int from, int to) {
    if (from < to) {
      next += to - from;
      append(bytes, from, to);
      cut();
    }
  }

  private void append(byte[] bytes, int from, int to) {
    int n = to - from;
    if (pending.length - length < n) {
      pending = Arrays.copyOf(pending, Math.max(length + n, Math.max(1024, pending.length * 2)));
    }
    System.arraycopy(bytes, from, pending, length, n);
    length += n;
  }

  private void cut() {
    int at = 0;
    int n;
    while (at < length && state != State.OTHER && (n = step(at)) > 0) {
      at += n;
    }
    if (state == State.OTHER) {
      forget();
      return;
    }
    System.arraycopy(pending, at, pending, 0, length - at);
    length -= at;
    if (length == 0) {
      pending = new byte[0];
    }
  }

  /** Goes on from there; returns how many bytes are done, 0 where more are needed. */
  private int step(int at) {
    return switch (state) {
      case NEW -> {
        state = begins(at) ? State.SYSLOG : mayBegin(at) ? state : State.OTHER;
        yield state == State.SYSLOG ? step(at) : 0;
      }
      case SEARCHING -> search(at);
      case SYSLOG -> message(at);
      case OTHER -> 0;
    };
  }

  private int search(int at) {
    String text = new String(pending, at, length - at, StandardCharsets.ISO_8859_1);
    Matcher start = START.matcher(text);
    if (start.find()) {
      state = State.SYSLOG;
      searched = 0;
      // A step of nothing would be taken for the wish for more bytes.
      return start.end() > 0 ? start.end() : message(at);
    }
    int done = Math.max(0, text.length() - 16);
    searched += done;
    if (searched > SEARCHED) {
      state = State.OTHER;
    }
    return done;
  }

  private int message(int at) {
    byte first = pending[at];
    if (first == '\n' || first == '\r' || first == 0) {
      return 1;
    }
    return first >= '1' && first <= '9' ? counted(at) : line(at);
  }

  private int counted(int at) {
    int digits = digits(at);
    if (digits == length && digits - at <= 7) {
      return 0;
    }
    if (digits - at > 7 || pending[digits] != ' ') {
      return line(at);
    }
    int size = Integer.parseInt(new String(pending, at, digits - at, StandardCharsets.US_ASCII));
    if (size > LARGEST) {
      return line(at);
    }
    int from = digits + 1;
    if (length - from < size) {
      return 0;
    }
    sink.message(Arrays.copyOfRange(pending, from, kept(from, from + size)), size, false);
    return from + size - at;
  }

  private int line(int at) {
    for (int i = at; i < length; i++) {
      if (pending[i] == '\n') {
        int end = i > at && pending[i - 1] == '\r' ? i - 1 : i;
        sink.message(Arrays.copyOfRange(pending, at, kept(at, end)), end - at, false);
        return i + 1 - at;
      }
    }
    if (length - at > LARGEST) {
      int all = length - at;
      sink.message(Arrays.copyOfRange(pending, at, kept(at, length)), all, true);
      state = State.SEARCHING;
      return all;
    }
    return 0;
  }

  private boolean begins(int at) {
    int digits = digits(at);
    int priority = digits == at ? at : digits + 1;
    boolean counted = digits > at && digits + 1 < length && pending[digits] == ' ';
    return (digits == at || counted)
        && priority + 1 < length
        && pending[priority] == '<'
        && pending[priority + 1] >= '0'
        && pending[priority + 1] <= '9';
  }

  /** Whether more bytes may make it a beginning. */
  private boolean mayBegin(int at) {
    return length - at < 10
        && BEGINNING
            .matcher(new String(pending, at, length - at, StandardCharsets.ISO_8859_1))
            .matches();
  }

  private int digits(int at) {
    int i = at;
    while (i < length && pending[i] >= '0' && pending[i] <= '9') {
      i++;
    }
    return i;
  }

  /** Where the message starts that is pending: behind its count. */
  private int body() {
    int digits = digits(0);
    return digits > 0 && digits < length && pending[digits] == ' ' ? digits + 1 : 0;
  }

  private static int kept(int from, int to) {
    return Math.min(to, from + Found.LIMIT);
  }

  /**
   * Gives what is left.
   *
   * @param closed whether the sender has ended the connection: a line may end with it
   */
  void end(boolean closed) {
    while (!ahead.isEmpty()) {
      gap(ahead.firstKey());
      takeAhead();
    }
    if (closed && state == State.SYSLOG && length > 0 && digits(0) == 0) {
      sink.message(Arrays.copyOfRange(pending, 0, kept(0, length)), length, false);
    } else {
      tear();
    }
    forget();
    state = State.NEW;
    begun = false;
  }

  private void forget() {
    ahead.clear();
    aheadBytes = 0;
    pending = new byte[0];
    length = 0;
    searched = 0;
  }
}
