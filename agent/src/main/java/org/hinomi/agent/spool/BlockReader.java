package org.hinomi.agent.spool;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@link BlockWriter} wrote. */
final class BlockReader {
  private final ByteBuffer in;
  private final List<Shape> shapes = new ArrayList<>();

  /** What records have in common. */
  private record Shape(
      String source,
      String stream,
      String msgId,
      String kind,
      int facility,
      int severity,
      @Nullable String app,
      @Nullable String procId,
      Map<String, String> attributes) {}

  private BlockReader(ByteBuffer in) {
    this.in = in;
  }

  /**
   * Reads a block.
   *
   * @param in what the checksum covers, whole
   * @param end where the block ends in its file
   * @throws RuntimeException where the bytes are something else; their checksum was right, so that
   *     is another version's file
   */
  static Block read(ByteBuffer in, long end) {
    return new BlockReader(in).block(end);
  }

  private Block block(long end) {
    int start = in.position();
    long first = in.getLong();
    int count = in.getInt();
    int positionsAt = start + in.getInt();
    if (count < 1 || count > in.remaining()) {
      throw new IllegalArgumentException("block of " + count + " records");
    }
    int records = in.position();
    String[] positions = new String[count];
    Arrays.fill(positions, "");
    in.position(positionsAt);
    for (int left = in.getShort() & 0xFFFF; left > 0; left--) {
      positions[in.getInt()] = Binary.readText(in);
    }
    in.position(records);
    List<SpoolEntry> entries = new ArrayList<>(count);
    for (String position : positions) {
      entries.add(entry(position));
    }
    return new Block(first, entries, end);
  }

  private SpoolEntry entry(String position) {
    int number = in.getShort() & 0xFFFF;
    if (number == shapes.size()) {
      shapes.add(shape());
    }
    Shape shape = shapes.get(number);
    Instant time = Instant.ofEpochSecond(in.getLong(), in.getInt());
    byte[] message = Binary.readBytes(in, in.getInt());
    return new SpoolEntry(
        shape.source,
        shape.stream,
        position,
        shape.msgId,
        shape.kind,
        time,
        shape.facility,
        shape.severity,
        shape.app,
        shape.procId,
        shape.attributes,
        message);
  }

  private Shape shape() {
    return new Shape(
        Binary.readText(in),
        Binary.readText(in),
        Binary.readText(in),
        Binary.readText(in),
        in.get(),
        in.get(),
        Binary.readOptionalText(in),
        Binary.readOptionalText(in),
        attributes());
  }

  private Map<String, String> attributes() {
    int count = in.getInt();
    if (count < 0 || count > in.remaining()) {
      throw new BufferUnderflowException();
    }
    Map<String, String> read = new HashMap<>();
    for (int i = 0; i < count; i++) {
      read.put(Binary.readText(in), Binary.readText(in));
    }
    return Map.copyOf(read);
  }
}
