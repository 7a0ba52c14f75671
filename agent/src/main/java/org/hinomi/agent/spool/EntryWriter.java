package org.hinomi.agent.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects records as they stand in a segment. Records of one source differ in position, time and
 * message: what else they say is made once. Not thread-safe.
 */
final class EntryWriter {
  private static final int USUAL = 64 << 10;

  private byte[] bytes = new byte[4096];
  private int length;

  private @Nullable String source;
  private @Nullable String stream;
  private byte[] from = new byte[0];
  private @Nullable String msgId;
  private @Nullable String kind;
  private byte[] what = new byte[0];
  private @Nullable String app;
  private @Nullable String procId;
  private @Nullable Map<String, String> attributes;
  private byte[] more = new byte[0];

  /** Writes a part of a record. */
  private interface Part {
    void to(DataOutputStream out) throws IOException;
  }

  int length() {
    return length;
  }

  /** Holds them in {@code [0, length)}. */
  byte[] bytes() {
    return bytes;
  }

  /** Forgets what lies behind. */
  void cut(int to) {
    length = to;
  }

  void clear() {
    length = 0;
    if (bytes.length > 4 * USUAL) {
      bytes = new byte[USUAL];
    }
  }

  /**
   * Adds a record with its head.
   *
   * @throws IllegalArgumentException where it is too long; nothing was added
   */
  void add(long sequence, SpoolEntry entry) {
    parts(entry);
    byte[] position = entry.position().getBytes(UTF_8);
    byte[] message = entry.message();
    long body =
        Long.BYTES
            + from.length
            + Integer.BYTES
            + position.length
            + what.length
            + Long.BYTES
            + Integer.BYTES
            + 2
            + more.length
            + Integer.BYTES
            + (long) message.length;
    if (body > Segment.MAX_RECORD_BYTES) {
      throw new IllegalArgumentException(
          "record: " + body + " bytes (expected: at most " + Segment.MAX_RECORD_BYTES + ")");
    }
    int start = length;
    int needed = start + Segment.RECORD_HEAD_BYTES + (int) body;
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
    }
    length = start + Segment.RECORD_HEAD_BYTES;
    put(sequence);
    put(from);
    put(position.length);
    put(position);
    put(what);
    put(entry.time().getEpochSecond());
    put(entry.time().getNano());
    bytes[length++] = (byte) entry.facility();
    bytes[length++] = (byte) entry.severity();
    put(more);
    put(message.length);
    put(message);
    int end = length;
    length = start;
    put((int) body);
    put(Binary.crc(bytes, start + Segment.RECORD_HEAD_BYTES, (int) body));
    length = end;
  }

  /** By identity: sources use the same objects for each of their records. */
  @SuppressWarnings({"ReferenceEquality", "StringEquality"})
  private void parts(SpoolEntry entry) {
    if (entry.source() != source || entry.stream() != stream) {
      source = entry.source();
      stream = entry.stream();
      from =
          made(
              out -> {
                Binary.writeText(out, entry.source());
                Binary.writeText(out, entry.stream());
              });
    }
    if (entry.msgId() != msgId || entry.kind() != kind) {
      msgId = entry.msgId();
      kind = entry.kind();
      what =
          made(
              out -> {
                Binary.writeText(out, entry.msgId());
                Binary.writeText(out, entry.kind());
              });
    }
    if (attributes == null
        || entry.attributes() != attributes
        || entry.app() != app
        || entry.procId() != procId) {
      app = entry.app();
      procId = entry.procId();
      attributes = entry.attributes();
      more =
          made(
              out -> {
                Binary.writeText(out, entry.app());
                Binary.writeText(out, entry.procId());
                out.writeInt(entry.attributes().size());
                for (Map.Entry<String, String> each : entry.attributes().entrySet()) {
                  Binary.writeText(out, each.getKey());
                  Binary.writeText(out, each.getValue());
                }
              });
    }
  }

  private static byte[] made(Part part) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      part.to(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void put(byte[] some) {
    System.arraycopy(some, 0, bytes, length, some.length);
    length += some.length;
  }

  private void put(int number) {
    bytes[length] = (byte) (number >>> 24);
    bytes[length + 1] = (byte) (number >>> 16);
    bytes[length + 2] = (byte) (number >>> 8);
    bytes[length + 3] = (byte) number;
    length += Integer.BYTES;
  }

  private void put(long number) {
    put((int) (number >>> 32));
    put((int) number);
  }
}
