package org.hinomi.collector.receive.syslog;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.collector.receive.FrameSink;

/**
 * Cuts a TCP stream into syslog messages (RFC 6587). The first byte of a connection decides: a
 * digit means octet counting (§3.4.1), anything else a trailer (§3.4.2): LF, or NUL where one is
 * seen before any LF. Frames of the other kind in between are recognised: {@code <} where a count
 * should be, {@code digits SP <} where a line should begin. CR before LF and NUL around it are
 * trailers too; empty lines are no messages. A count that is none is kept up to the next LF as a
 * fault.
 *
 * <p>Keeps at most {@code maxMessageBytes} of an unfinished frame. Not thread-safe; one per
 * connection.
 */
final class SyslogFramer {
  /** Nine digits: more than any message, and less than an int. */
  private static final int MAX_DIGITS = 9;

  private static final int KEEP_CARRY = 8 << 10;
  private static final int LINE = -1;
  private static final int UNDECIDED = -2;
  private static final int BAD_COUNT = -3;

  private enum State {
    START,
    /** The digits of what may be a count stand in the carry. */
    COUNT,
    COUNTED,
    LINE,
    BAD_LINE
  }

  private final int maxMessageBytes;
  private State state = State.START;
  private boolean began;
  private boolean counting;
  private byte trailer = '\n';
  private boolean trailerSeen;
  private byte[] carry = {};
  private int carried;

  /** Bytes of the present frame so far, those not kept included. */
  private long seen;

  /** How many CR and NUL end those that were not kept: they may turn out to be a trailer. */
  private int unkeptTrailer;

  private int announced;

  /**
   * @param maxMessageBytes longer messages are cut to this
   */
  SyslogFramer(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  /** Whether a frame has begun and not ended. */
  boolean unfinished() {
    return state != State.START;
  }

  /** Takes all bytes of {@code in}. */
  void read(ByteBuf in, FrameSink sink) {
    int index = in.readerIndex();
    int end = in.writerIndex();
    while (index < end) {
      index =
          switch (state) {
            case START -> start(in, index, end, sink);
            case COUNT -> moreCount(in, index, end);
            case COUNTED -> moreCounted(in, index, end, sink);
            case LINE, BAD_LINE -> moreLine(in, index, end, sink);
          };
    }
    in.readerIndex(end);
  }

  /** The connection has ended: what is unfinished is a record too. */
  void end(FrameSink sink) {
    if (state == State.COUNTED && seen == announced) {
      sink.piece(carry, carried, seen, null);
    } else if (state != State.START && seen > 0) {
      boolean trim = seen == carried && (state == State.LINE || state == State.BAD_LINE);
      int length = trim ? trimmed(Unpooled.wrappedBuffer(carry), 0, carried) : carried;
      sink.piece(carry, length, trim ? length : seen, FrameFault.CUT_OFF);
    }
    reset();
  }

  private int start(ByteBuf in, int from, int end, FrameSink sink) {
    int index = from;
    byte first = in.getByte(index);
    while (first == '\n' || first == '\r' || first == 0) {
      if (++index == end) {
        return end;
      }
      first = in.getByte(index);
    }
    if (!began) {
      began = true;
      counting = isDigit(first);
    }
    if (isDigit(first)) {
      int verdict = judge(in, index, end, counting);
      if (verdict >= 0) {
        int body = index + digits(verdict) + 1;
        return counted(in, body, end, verdict, sink);
      }
      if (verdict == UNDECIDED) {
        state = State.COUNT;
        keep(in, index, end - index);
        return end;
      }
      return line(in, index, end, verdict == BAD_COUNT ? State.BAD_LINE : State.LINE, sink);
    }
    boolean bad = counting && first != '<';
    return line(in, index, end, bad ? State.BAD_LINE : State.LINE, sink);
  }

  private int counted(ByteBuf in, int body, int end, int count, FrameSink sink) {
    if (count <= end - body) {
      if (count <= maxMessageBytes) {
        sink.whole(in, body, count);
      } else {
        sink.piece(in, body, maxMessageBytes, count, null);
      }
      return body + count;
    }
    state = State.COUNTED;
    announced = count;
    keep(in, body, end - body);
    return end;
  }

  private int moreCounted(ByteBuf in, int index, int end, FrameSink sink) {
    int missing = (int) (announced - seen);
    if (missing > end - index) {
      keep(in, index, end - index);
      return end;
    }
    int room = Math.min(missing, maxMessageBytes - carried);
    sink.pieces(carry, carried, in, index, room, announced, null);
    reset();
    return index + missing;
  }

  /** Adds one byte to the digits until it is clear what they are. */
  private int moreCount(ByteBuf in, int index, int end) {
    int at = index;
    while (at < end) {
      keep(in, at++, 1);
      int verdict = judge(Unpooled.wrappedBuffer(carry, 0, carried), 0, carried, counting);
      if (verdict == UNDECIDED) {
        continue;
      }
      if (verdict >= 0) {
        int behind = carried - digits(verdict) - 1; // the '<' that settled it in trailer mode
        carry[0] = '<';
        carried = behind;
        seen = behind;
        announced = verdict;
        state = State.COUNTED;
        return at;
      }
      // The byte that settled it may be the trailer: let the line see it.
      carried--;
      seen--;
      state = verdict == BAD_COUNT ? State.BAD_LINE : State.LINE;
      return at - 1;
    }
    return at;
  }

  private int line(ByteBuf in, int index, int end, State kind, FrameSink sink) {
    int stop = findTrailer(in, index, end);
    if (stop < 0) {
      state = kind;
      keep(in, index, end - index);
      return end;
    }
    int length = trimmed(in, index, stop - index);
    if (kind == State.LINE && length <= maxMessageBytes) {
      sink.whole(in, index, length);
    } else {
      sink.piece(
          in,
          index,
          Math.min(length, maxMessageBytes),
          length,
          kind == State.BAD_LINE ? FrameFault.BAD_OCTET_COUNT : null);
    }
    return stop + 1;
  }

  private int moreLine(ByteBuf in, int index, int end, FrameSink sink) {
    int stop = findTrailer(in, index, end);
    if (stop < 0) {
      keep(in, index, end - index);
      return end;
    }
    FrameFault fault = state == State.BAD_LINE ? FrameFault.BAD_OCTET_COUNT : null;
    int rest = trimmed(in, index, stop - index);
    long whole = seen + rest;
    if (rest == 0) {
      whole -= unkeptTrailer;
    }
    if (rest == 0 && whole == carried) {
      carried = trimmed(Unpooled.wrappedBuffer(carry), 0, carried);
      whole = carried;
    }
    if (whole > 0) {
      sink.pieces(
          carry, carried, in, index, Math.min(rest, maxMessageBytes - carried), whole, fault);
    }
    reset();
    return stop + 1;
  }

  private int findTrailer(ByteBuf in, int index, int end) {
    int stop = in.indexOf(index, end, trailer);
    if (stop >= 0) {
      trailerSeen = true;
      return stop;
    }
    if (!trailerSeen && trailer == '\n') {
      int nul = in.indexOf(index, end, (byte) 0);
      if (nul >= 0 && (nul + 1 == end || in.getByte(nul + 1) == '<')) {
        trailer = 0;
        trailerSeen = true;
        return nul;
      }
    }
    return -1;
  }

  /** Length without the CR and NUL that some senders put before the LF. */
  private static int trimmed(ByteBuf in, int index, int length) {
    int left = length;
    while (left > 0 && in.getByte(index + left - 1) == 0) {
      left--;
    }
    if (left > 0 && in.getByte(index + left - 1) == '\r') {
      left--;
    }
    return left;
  }

  /**
   * What the digits at {@code index} are: a count, or one of LINE, UNDECIDED, BAD_COUNT.
   *
   * @param strict they can only be a count; else the message behind it must begin with {@code <}
   */
  private static int judge(ByteBuf in, int index, int end, boolean strict) {
    int wrong = strict ? BAD_COUNT : LINE;
    int count = 0;
    int at = index;
    while (at < end) {
      byte b = in.getByte(at);
      if (!isDigit(b)) {
        break;
      }
      if (at - index == MAX_DIGITS || (b == '0' && at == index)) {
        return wrong;
      }
      count = count * 10 + (b - '0');
      at++;
    }
    if (at == end) {
      return UNDECIDED;
    }
    if (in.getByte(at) != ' ') {
      return wrong;
    }
    if (strict) {
      return count;
    }
    if (at + 1 == end) {
      return UNDECIDED;
    }
    return in.getByte(at + 1) == '<' ? count : LINE;
  }

  private void keep(ByteBuf in, int index, int length) {
    int kept = Math.min(length, maxMessageBytes - carried);
    if (carry.length < carried + kept) {
      int size = Math.max(carried + kept, Math.min(maxMessageBytes, 2 * carry.length));
      carry = Arrays.copyOf(carry, size);
    }
    in.getBytes(index, carry, carried, kept);
    carried += kept;
    seen += length;
    int unkept = length - kept;
    int trailers = unkept - trimmedAll(in, index + kept, unkept);
    unkeptTrailer = trailers == unkept ? unkeptTrailer + trailers : trailers;
  }

  private static int trimmedAll(ByteBuf in, int index, int length) {
    int left = length;
    while (left > 0
        && (in.getByte(index + left - 1) == 0 || in.getByte(index + left - 1) == '\r')) {
      left--;
    }
    return left;
  }

  private void reset() {
    state = State.START;
    carried = 0;
    seen = 0;
    unkeptTrailer = 0;
    if (carry.length > KEEP_CARRY) {
      carry = new byte[0]; // thousands of quiet connections must not hold their largest message
    }
  }

  private static int digits(int number) {
    int digits = 1;
    for (int rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
