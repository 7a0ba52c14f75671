package org.hinomi.agent.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record of the first format. What stands in the same bytes as in the record before gives
 * the same objects. Not thread-safe.
 */
final class EntryReader {
  private final Known source = new Known();
  private final Known stream = new Known();
  private final Known msgId = new Known();
  private final Known kind = new Known();
  private final Known app = new Known();
  private final Known procId = new Known();
  private byte[] attributeBytes = new byte[0];
  private Map<String, String> attributes = Map.of();

  /** A text and the bytes that it was read from. */
  private static final class Known {
    private byte[] bytes = new byte[0];
    private String text = "";

    @Nullable String read(ByteBuffer in) {
      int length = in.getInt();
      if (length == -1) {
        return null;
      }
      if (length < 0 || length > in.remaining()) {
        throw new BufferUnderflowException();
      }
      int from = in.arrayOffset() + in.position();
      if (!Arrays.equals(in.array(), from, from + length, bytes, 0, bytes.length)) {
        bytes = Arrays.copyOfRange(in.array(), from, from + length);
        text = new String(bytes, UTF_8);
      }
      in.position(in.position() + length);
      return text;
    }

    String required(ByteBuffer in) {
      String read = read(in);
      if (read == null) {
        throw new IllegalArgumentException("no text (expected: one)");
      }
      return read;
    }
  }

  /**
   * Reads one entry.
   *
   * @param in has an array
   * @throws RuntimeException where the bytes are something else; their checksum was right, so that
   *     is another version's file
   */
  SpoolEntry read(ByteBuffer in) {
    String from = source.required(in);
    String of = stream.required(in);
    String position = Binary.readText(in);
    String id = msgId.required(in);
    String what = kind.required(in);
    Instant time = Instant.ofEpochSecond(in.getLong(), in.getInt());
    int facility = in.get();
    int severity = in.get();
    String program = app.read(in);
    String process = procId.read(in);
    Map<String, String> more = attributes(in);
    byte[] message = Binary.readBytes(in, in.getInt());
    return new SpoolEntry(
        from, of, position, id, what, time, facility, severity, program, process, more, message);
  }

  private Map<String, String> attributes(ByteBuffer in) {
    int start = in.position();
    int count = in.getInt();
    for (int i = 0; i < 2L * count; i++) {
      int length = in.getInt();
      if (length < 0 || length > in.remaining()) {
        throw new BufferUnderflowException();
      }
      in.position(in.position() + length);
    }
    int end = in.position();
    int from = in.arrayOffset() + start;
    int to = in.arrayOffset() + end;
    if (!Arrays.equals(in.array(), from, to, attributeBytes, 0, attributeBytes.length)) {
      in.position(start + Integer.BYTES);
      Map<String, String> read = new HashMap<>();
      for (int i = 0; i < count; i++) {
        read.put(Binary.readText(in), Binary.readText(in));
      }
      attributes = Map.copyOf(read);
      attributeBytes = Arrays.copyOfRange(in.array(), from, to);
    }
    return attributes;
  }
}
