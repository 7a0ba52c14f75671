package org.hinomi.collector.imports;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.hinomi.core.event.AgentFrame;
import org.jspecify.annotations.Nullable;

/**
 * Writes agent frames one behind the other, each behind its length. All but the numbers is the same
 * for the lines of a part and made once. Not thread-safe.
 */
final class FrameBatch {
  private static final byte[] PARTIAL = ascii(" partial=\"true\"");
  private static final byte[] CUT = ascii(" cut=\"");

  private byte[] header;
  private byte[] attributes;
  private Ledger.@Nullable Part part;
  private byte[] partText = {};
  private long shown;
  private byte[] digits = {'0'};
  private byte[] bytes = new byte[256 << 10];
  private int length;

  /**
   * @param header PRI to MSGID with a blank behind it
   * @param attributes parameters, each with a blank before it; UTF-8
   */
  FrameBatch(String header, String attributes) {
    this.header = ascii(header);
    this.attributes = attributes.getBytes(StandardCharsets.UTF_8);
  }

  /** Puts another header before the frames that follow. */
  void header(String next) {
    header = ascii(next);
  }

  /** Gives the frames that follow other attributes. */
  void attributes(String next) {
    attributes = next.getBytes(StandardCharsets.UTF_8);
  }

  void add(Ledger.Part of, long sequence, LineReader line, boolean partial) {
    add(of, sequence, line.bytes(), line.length(), line.fullLength(), partial);
  }

  /**
   * @param kept bytes that are there
   * @param full bytes that the record has
   */
  void add(Ledger.Part of, long sequence, byte[] record, int kept, long full, boolean partial) {
    if (of != part) {
      part = of;
      partText =
          ascii(
              "["
                  + AgentFrame.SD_ID
                  + " agent=\""
                  + of.agentId()
                  + "\" inc=\""
                  + of.lines()
                  + "\" seq=\"");
    }
    int start = length;
    room(4);
    length += 4;
    put(header);
    put(partText);
    sequence(sequence);
    put((byte) '"');
    put(attributes);
    if (partial) {
      put(PARTIAL);
    }
    if (full > kept) {
      put(CUT);
      put(ascii(Long.toString(full - kept)));
      put((byte) '"');
    }
    put((byte) ']');
    put((byte) ' ');
    put(record, kept);
    int frame = length - start - 4;
    for (int i = 0; i < 4; i++) {
      bytes[start + i] = (byte) (frame >>> (8 * i));
    }
  }

  int length() {
    return length;
  }

  /** Gives the frames and is empty again. */
  byte[] take() {
    byte[] taken = bytes;
    bytes = new byte[Math.max(256 << 10, length)];
    length = 0;
    return taken;
  }

  /** Writes the number behind the last one written, as most are, by counting its digits on. */
  private void sequence(long value) {
    if (value != shown + 1 || !countOn()) {
      digits = ascii(Long.toString(value));
    }
    shown = value;
    put(digits);
  }

  /** False where there is one digit more. */
  private boolean countOn() {
    for (int i = digits.length - 1; i >= 0; i--) {
      if (digits[i] != '9') {
        digits[i]++;
        return true;
      }
      digits[i] = '0';
    }
    return false;
  }

  private void put(byte one) {
    room(1);
    bytes[length++] = one;
  }

  private void put(byte[] some) {
    put(some, some.length);
  }

  private void put(byte[] some, int count) {
    room(count);
    System.arraycopy(some, 0, bytes, length, count);
    length += count;
  }

  private void room(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
