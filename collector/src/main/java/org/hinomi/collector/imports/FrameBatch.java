package org.hinomi.collector.imports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.ImportBatch;
import org.jspecify.annotations.Nullable;

/**
 * Writes agent frames as {@link ImportBatch} walks them. All but the number is the same for the
 * lines of a part: it is made once, and stands in the batch once. Not thread-safe.
 */
final class FrameBatch {
  private static final byte[] PARTIAL = ascii(" partial=\"true\"");
  private static final byte[] CUT = ascii(" cut=\"");
  private static final byte[] SEQUENCE = ascii(" " + AgentFrame.SEQUENCE + "=\"");

  /** Bytes before a frame: its length and how much it shares. */
  private static final int HEAD = 6;

  private byte[] header;
  private byte[] attributes;
  private Ledger.@Nullable Part part;
  private byte[] partText = {};

  /** All that stands before the number; made again where a part of it changed. */
  private byte[] lead = {};

  private boolean leadIsOld = true;

  /** Bytes that the lead has in common with the first frame of the batch; -1: to be counted. */
  private int shared = -1;

  private int firstLength;
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
    leadIsOld = true;
  }

  /** Gives the frames that follow other attributes. */
  void attributes(String next) {
    attributes = next.getBytes(StandardCharsets.UTF_8);
    leadIsOld = true;
  }

  void add(Ledger.Part of, long sequence, byte[] record, int kept, long full, boolean partial) {
    add(of, sequence, record, 0, kept, full, partial);
  }

  /**
   * @param from where the record stands
   * @param kept bytes that are there
   * @param full bytes that the record has
   */
  void add(
      Ledger.Part of,
      long sequence,
      byte[] record,
      int from,
      int kept,
      long full,
      boolean partial) {
    if (!of.equals(part)) {
      part = of;
      partText =
          ascii(
              "["
                  + AgentFrame.SD_ID
                  + " agent=\""
                  + of.agentId()
                  + "\" inc=\""
                  + of.lines()
                  + "\"");
      leadIsOld = true;
    }
    if (leadIsOld) {
      makeLead();
    }
    int start = length;
    int begins = start == 0 ? 0 : shared();
    room(HEAD + lead.length + kept + 100);
    length += begins > 0 ? HEAD : 4;
    put(lead, begins, lead.length - begins);
    sequence(sequence);
    put((byte) '"');
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
    put(record, from, kept);
    if (begins > 0) {
      number(start, 4, (length - start - HEAD) | ImportBatch.SHARED);
      number(start + 4, 2, begins);
    } else {
      number(start, 4, length - start - 4);
    }
    if (start == 0) {
      firstLength = length - 4;
      shared = -1;
    }
  }

  private void makeLead() {
    lead =
        Arrays.copyOf(
            header, header.length + partText.length + attributes.length + SEQUENCE.length);
    int at = header.length;
    for (byte[] some : new byte[][] {partText, attributes, SEQUENCE}) {
      System.arraycopy(some, 0, lead, at, some.length);
      at += some.length;
    }
    leadIsOld = false;
    shared = -1;
  }

  private int shared() {
    if (shared < 0) {
      int most = Math.min(Math.min(lead.length, firstLength), ImportBatch.MOST_SHARED);
      int differs = Arrays.mismatch(lead, 0, most, bytes, 4, 4 + most);
      shared = differs < 0 ? most : differs;
    }
    return shared;
  }

  /**
   * Sends the frames, if there are any, and is empty again.
   *
   * @throws Importer.RefusedInside where the target takes no more
   */
  void sendTo(Target target) throws InterruptedException {
    if (length == 0) {
      return;
    }
    byte[] taken = bytes;
    int filled = length;
    // Those that follow are about as long.
    bytes = new byte[Math.max(256 << 10, length + (length >> 4))];
    length = 0;
    try {
      target.send(taken, filled);
    } catch (IOException e) {
      throw new Importer.RefusedInside(e);
    }
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

  private void number(int at, int width, int value) {
    for (int i = 0; i < width; i++) {
      bytes[at + i] = (byte) (value >>> (8 * i));
    }
  }

  private void put(byte one) {
    bytes[length++] = one;
  }

  private void put(byte[] some) {
    put(some, 0, some.length);
  }

  private void put(byte[] some, int from, int count) {
    System.arraycopy(some, from, bytes, length, count);
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
