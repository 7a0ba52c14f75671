package org.hinomi.collector.receive.relp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.collector.receive.FrameSink;

/**
 * Cuts a RELP stream into frames: {@code TXNR SP COMMAND SP DATALEN [SP DATA] LF} (the RELP
 * specification, relp.html of librelp). Data of {@code syslog} frames goes into the sink, cut to
 * {@code maxMessageBytes}; other commands are given whole. After a frame that breaks the rules
 * nothing more is read. Not thread-safe; one per connection.
 */
final class RelpFramer {
  private static final int MAX_NUMBER_DIGITS = 9;
  private static final int MAX_COMMAND = 32;
  private static final int MAX_HEADER =
      MAX_NUMBER_DIGITS + 1 + MAX_COMMAND + 1 + MAX_NUMBER_DIGITS + 1;
  private static final int MAX_COMMAND_DATA = 16 << 10;
  private static final int KEEP_CARRY = 8 << 10;
  private static final int FAULT_BYTES = 256;
  private static final String SYSLOG = "syslog";

  /** Told of each frame, in order. */
  interface Frames {
    /** The data of this frame went into the sink. */
    void syslog(int txnr);

    /** Any other command. */
    void command(int txnr, String command, String data);
  }

  private enum State {
    HEADER,
    DATA,
    TRAILER,
    BROKEN
  }

  private final int maxMessageBytes;
  private State state = State.HEADER;
  private byte[] carry = {};
  private int carried;
  private int seen;
  private int txnr;
  private String command = "";
  private int dataLength;

  RelpFramer(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  /** Whether a frame has begun and not ended. */
  boolean unfinished() {
    return state == State.DATA || state == State.TRAILER || carried > 0;
  }

  /** Whether a frame broke the rules; the connection is of no more use. */
  boolean broken() {
    return state == State.BROKEN;
  }

  /** Takes all bytes of {@code in}. */
  void read(ByteBuf in, FrameSink sink, Frames frames) {
    int index = in.readerIndex();
    int end = in.writerIndex();
    while (index < end) {
      index =
          switch (state) {
            case HEADER -> header(in, index, end, sink, frames);
            case DATA -> data(in, index, end, sink);
            case TRAILER -> trailer(in, index, sink, frames);
            case BROKEN -> end;
          };
    }
    in.readerIndex(end);
  }

  private int header(ByteBuf in, int index, int end, FrameSink sink, Frames frames) {
    if (carried > 0) {
      return restOfHeader(in, index, end, sink);
    }
    int stop = headerEnd(in, index, Math.min(end, index + MAX_HEADER));
    if (stop < 0) {
      if (end - index >= MAX_HEADER) {
        return broken(in, index, end, sink);
      }
      keep(in, index, end - index, MAX_HEADER);
      return end;
    }
    if (!parse(in, index, stop)) {
      return broken(in, index, end, sink);
    }
    int body = stop;
    boolean whole = in.getByte(stop) == ' ' && dataLength < end - stop - 1;
    if (whole && command.equals(SYSLOG) && dataLength <= maxMessageBytes) {
      body = stop + 1;
      int last = body + dataLength;
      if (in.getByte(last) != '\n') {
        return broken(in, index, end, sink);
      }
      sink.whole(in, body, dataLength);
      frames.syslog(txnr);
      return last + 1;
    }
    return enterData(in.getByte(stop), stop);
  }

  private int restOfHeader(ByteBuf in, int from, int end, FrameSink sink) {
    int index = from;
    while (index < end) {
      keep(in, index, 1, MAX_HEADER);
      ByteBuf sofar = Unpooled.wrappedBuffer(carry, 0, carried);
      int stop = headerEnd(sofar, 0, carried);
      if (stop >= 0) {
        if (!parse(sofar, 0, stop)) {
          return broken(in, end, end, sink);
        }
        carried = 0;
        seen = 0;
        return enterData(carry[stop], index);
      }
      index++;
      if (carried == MAX_HEADER) {
        return broken(in, end, end, sink);
      }
    }
    return index;
  }

  /** Behind the header, at its SP or LF; gives where to go on. */
  private int enterData(byte separator, int stop) {
    if (separator == '\n') {
      state = State.TRAILER;
      return stop;
    }
    state = dataLength == 0 ? State.TRAILER : State.DATA;
    return stop + 1;
  }

  private int data(ByteBuf in, int index, int end, FrameSink sink) {
    int limit = command.equals(SYSLOG) ? maxMessageBytes : MAX_COMMAND_DATA;
    int take = Math.min(dataLength - seen, end - index);
    if (limit == MAX_COMMAND_DATA && dataLength > limit) {
      return broken(in, index, end, sink);
    }
    keep(in, index, take, limit);
    if (seen == dataLength) {
      state = State.TRAILER;
    }
    return index + take;
  }

  private int trailer(ByteBuf in, int index, FrameSink sink, Frames frames) {
    if (in.getByte(index) != '\n') {
      return broken(in, index, in.writerIndex(), sink);
    }
    state = State.HEADER;
    if (command.equals(SYSLOG)) {
      sink.piece(carry, carried, dataLength, null);
      frames.syslog(txnr);
    } else {
      frames.command(txnr, command, new String(carry, 0, carried, StandardCharsets.UTF_8));
    }
    carried = 0;
    seen = 0;
    if (carry.length > KEEP_CARRY) {
      carry = new byte[0];
    }
    return index + 1;
  }

  private int broken(ByteBuf in, int index, int end, FrameSink sink) {
    int rest = Math.min(FAULT_BYTES, end - index);
    sink.pieces(carry, carried, in, index, rest, (long) carried + rest, FrameFault.BAD_RELP_HEADER);
    carried = 0;
    state = State.BROKEN;
    return in.writerIndex();
  }

  /** Index of the SP or LF behind DATALEN, or -1 where it is not among these bytes. */
  private static int headerEnd(ByteBuf in, int from, int to) {
    int spaces = 0;
    for (int index = from; index < to; index++) {
      byte b = in.getByte(index);
      if (b == '\n' || (b == ' ' && ++spaces == 3)) {
        return index;
      }
    }
    return -1;
  }

  private boolean parse(ByteBuf in, int from, int to) {
    int first = in.indexOf(from, to, (byte) ' ');
    int second = first < 0 ? -1 : in.indexOf(first + 1, to, (byte) ' ');
    if (second < 0 || second - first - 1 > MAX_COMMAND || second == first + 1) {
      return false;
    }
    txnr = number(in, from, first);
    dataLength = number(in, second + 1, to);
    if (!isSyslog(in, first + 1, second)) {
      command = in.toString(first + 1, second - first - 1, StandardCharsets.US_ASCII);
    }
    boolean lengthFits = in.getByte(to) == ' ' || dataLength == 0;
    return txnr >= 0 && dataLength >= 0 && lengthFits;
  }

  private boolean isSyslog(ByteBuf in, int from, int to) {
    if (to - from != SYSLOG.length()) {
      return false;
    }
    for (int i = 0; i < SYSLOG.length(); i++) {
      if (in.getByte(from + i) != SYSLOG.charAt(i)) {
        return false;
      }
    }
    command = SYSLOG;
    return true;
  }

  private static int number(ByteBuf in, int from, int to) {
    if (to == from || to - from > MAX_NUMBER_DIGITS) {
      return -1;
    }
    int number = 0;
    for (int index = from; index < to; index++) {
      int digit = in.getByte(index) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  private void keep(ByteBuf in, int index, int length, int limit) {
    int kept = Math.min(length, limit - carried);
    if (carry.length < carried + kept) {
      carry = Arrays.copyOf(carry, Math.max(carried + kept, Math.min(limit, 2 * carry.length)));
    }
    in.getBytes(index, carry, carried, kept);
    carried += kept;
    seen += length;
  }
}
