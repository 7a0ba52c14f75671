package org.hinomi.agent.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Collects the records of one block, as {@link Segment} lays it out. What records of one source
 * share is written once in a block; of the positions of one kind of record only the last is. Not
 * thread-safe.
 */
final class BlockWriter {
  /** A block that has reached this many bytes is full. */
  static final int FULL = 64 << 10;

  /** Checksum's place, and behind it: sequence(8) records(4) where the positions start(4). */
  static final int HEAD_BYTES = Segment.RECORD_HEAD_BYTES + 16;

  /** Of a record, beside its message: shape(2) seconds(8) nanoseconds(4) length of message(4). */
  private static final int FIXED = 18;

  /** How far back a shape is looked for. */
  private static final int LOOKED_AT = 8;

  private static final int MOST_SHAPES = 0xFFFF;

  private byte[] bytes = new byte[8192];
  private int length = HEAD_BYTES;
  private long first;
  private int records;

  private Shape[] shapes = new Shape[LOOKED_AT];
  private int shapeCount;
  private int current;

  private int lengthBefore = HEAD_BYTES;
  private int shapesBefore;
  private int positionBytes;

  /** What the last record put there, for {@link #takeBack}. */
  private int recordBefore;

  private String positionBefore = "";

  /** What records have in common, and the last position of such a record in this block. */
  private static final class Shape {
    private final SpoolEntry like;
    private int record = -1;
    private String position = "";

    Shape(SpoolEntry like) {
      this.like = like;
    }

    StreamKey key() {
      return new StreamKey(like.source(), like.stream());
    }

    /** By identity: sources use the same objects for each of their records. */
    @SuppressWarnings({"ReferenceEquality", "StringEquality"})
    boolean fits(SpoolEntry entry) {
      return like.attributes() == entry.attributes()
          && like.stream() == entry.stream()
          && like.source() == entry.source()
          && like.app() == entry.app()
          && like.procId() == entry.procId()
          && like.kind() == entry.kind()
          && like.msgId() == entry.msgId()
          && like.facility() == entry.facility()
          && like.severity() == entry.severity();
    }
  }

  boolean isEmpty() {
    return records == 0;
  }

  /** Sequence of the first record, where there is one. */
  long first() {
    return first;
  }

  /** Bytes that the block takes up as it stands. */
  int length() {
    return records == 0 ? 0 : length + Short.BYTES + positionBytes;
  }

  /** Whether a record of that many bytes would make it larger than full. */
  boolean isFullWith(int messageLength) {
    return records > 0 && (length + messageLength > FULL || shapeCount == MOST_SHAPES);
  }

  /**
   * Adds a record.
   *
   * @param sequence one more than the last one's
   * @throws IllegalArgumentException where it is too long; nothing was added
   */
  void add(long sequence, SpoolEntry entry) {
    byte[] message = entry.message();
    if (message.length > Segment.MAX_RECORD_BYTES - FULL) {
      throw new IllegalArgumentException(
          "record: "
              + message.length
              + " bytes (expected: at most "
              + (Segment.MAX_RECORD_BYTES - FULL)
              + ")");
    }
    if (records == 0) {
      first = sequence;
    }
    lengthBefore = length;
    shapesBefore = shapeCount;
    byte[] definition = shape(entry);
    int more = FIXED + definition.length + message.length;
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
    Shape shape = shapes[current];
    byte[] to = bytes;
    int at = length;
    to[at] = (byte) (current >>> 8);
    to[at + 1] = (byte) current;
    at += 2;
    if (definition.length > 0) {
      System.arraycopy(definition, 0, to, at, definition.length);
      at += definition.length;
    }
    long seconds = entry.time().getEpochSecond();
    at = put(to, at, (int) (seconds >>> 32));
    at = put(to, at, (int) seconds);
    at = put(to, at, entry.time().getNano());
    at = put(to, at, message.length);
    System.arraycopy(message, 0, to, at, message.length);
    length = at + message.length;
    positioned(shape, entry.position());
    records++;
  }

  private void positioned(Shape shape, String position) {
    recordBefore = shape.record;
    positionBefore = shape.position;
    if (!position.isEmpty()) {
      // At most three bytes a character; the exact number is known when the block is closed.
      positionBytes += 3 * (position.length() - shape.position.length());
      if (shape.record < 0) {
        positionBytes += 2 * Integer.BYTES;
      }
      shape.record = records;
      shape.position = position;
    }
  }

  /** Forgets the record that was added last; only once after each. */
  void takeBack() {
    Shape shape = shapes[current];
    if (shape.record != recordBefore) {
      positionBytes += 3 * (positionBefore.length() - shape.position.length());
      if (recordBefore < 0) {
        positionBytes -= 2 * Integer.BYTES;
      }
      shape.record = recordBefore;
      shape.position = positionBefore;
    }
    length = lengthBefore;
    shapeCount = shapesBefore;
    current = 0;
    records--;
  }

  /** Finds the record's shape and makes it the current one; its definition where it is new. */
  private byte[] shape(SpoolEntry entry) {
    if (shapeCount > 0 && shapes[current].fits(entry)) {
      return NONE;
    }
    for (int i = shapeCount - 1; i >= Math.max(0, shapeCount - LOOKED_AT); i--) {
      if (shapes[i].fits(entry)) {
        current = i;
        return NONE;
      }
    }
    if (shapeCount == shapes.length) {
      shapes = Arrays.copyOf(shapes, 2 * shapeCount);
    }
    current = shapeCount;
    shapes[shapeCount++] = new Shape(entry);
    return definition(entry);
  }

  private static final byte[] NONE = new byte[0];

  private static byte[] definition(SpoolEntry entry) {
    ByteArrayOutputStream made = new ByteArrayOutputStream(128);
    DataOutputStream out = new DataOutputStream(made);
    try {
      Binary.writeText(out, entry.source());
      Binary.writeText(out, entry.stream());
      Binary.writeText(out, entry.msgId());
      Binary.writeText(out, entry.kind());
      out.writeByte(entry.facility());
      out.writeByte(entry.severity());
      Binary.writeText(out, entry.app());
      Binary.writeText(out, entry.procId());
      out.writeInt(entry.attributes().size());
      for (Map.Entry<String, String> each : entry.attributes().entrySet()) {
        Binary.writeText(out, each.getKey());
        Binary.writeText(out, each.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return made.toByteArray();
  }

  /** The block as it is to be written; more may be added after it, and it closed anew. */
  ByteBuffer closed() {
    int at = length;
    int known = 0;
    for (int i = 0; i < shapeCount; i++) {
      known += shapes[i].record < 0 ? 0 : 1;
    }
    int most = at + Short.BYTES + positionBytes;
    if (most > bytes.length) {
      bytes = Arrays.copyOf(bytes, most);
    }
    bytes[at] = (byte) (known >>> 8);
    bytes[at + 1] = (byte) known;
    at += Short.BYTES;
    for (int i = 0; i < shapeCount; i++) {
      Shape shape = shapes[i];
      if (shape.record >= 0) {
        byte[] position = shape.position.getBytes(UTF_8);
        at = put(bytes, at, shape.record);
        at = put(bytes, at, position.length);
        System.arraycopy(position, 0, bytes, at, position.length);
        at += position.length;
      }
    }
    int body = at - Segment.RECORD_HEAD_BYTES;
    int head = put(bytes, Segment.RECORD_HEAD_BYTES, (int) (first >>> 32));
    head = put(bytes, head, (int) first);
    head = put(bytes, head, records);
    put(bytes, head, length - Segment.RECORD_HEAD_BYTES);
    put(bytes, 0, body);
    put(bytes, Integer.BYTES, Binary.crc(bytes, Segment.RECORD_HEAD_BYTES, body));
    return ByteBuffer.wrap(bytes, 0, at);
  }

  /** The positions that are in it: of each stream the last. */
  Map<StreamKey, String> positions() {
    if (shapeCount == 1) {
      Shape only = shapes[0];
      return only.record < 0 ? Map.of() : Map.of(only.key(), only.position);
    }
    Map<StreamKey, String> positions = new LinkedHashMap<>();
    Arrays.stream(shapes, 0, shapeCount)
        .filter(shape -> shape.record >= 0)
        .sorted(Comparator.comparingInt(shape -> shape.record))
        .forEach(shape -> positions.put(shape.key(), shape.position));
    return positions;
  }

  /** Begins the next block. */
  void clear() {
    length = HEAD_BYTES;
    records = 0;
    positionBytes = 0;
    Arrays.fill(shapes, 0, shapeCount, null);
    shapeCount = 0;
    current = 0;
    if (bytes.length > 4 * FULL) {
      bytes = new byte[FULL];
    }
  }

  private static int put(byte[] to, int at, int number) {
    to[at] = (byte) (number >>> 24);
    to[at + 1] = (byte) (number >>> 16);
    to[at + 2] = (byte) (number >>> 8);
    to[at + 3] = (byte) number;
    return at + Integer.BYTES;
  }
}
