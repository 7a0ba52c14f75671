package org.hinomi.agent.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The fields of the spool's files: big-endian numbers, texts with a length of 4 bytes. */
final class Binary {

  private Binary() {}

  static int crc(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  static void writeText(DataOutputStream out, @Nullable String text) throws IOException {
    if (text == null) {
      out.writeInt(-1);
      return;
    }
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static @Nullable String readOptionalText(ByteBuffer in) {
    int length = in.getInt();
    if (length == -1) {
      return null;
    }
    return new String(readBytes(in, length), UTF_8);
  }

  static String readText(ByteBuffer in) {
    String text = readOptionalText(in);
    if (text == null) {
      throw new IllegalArgumentException("no text (expected: one)");
    }
    return text;
  }

  static byte[] readBytes(ByteBuffer in, int length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  static void writeEntry(DataOutputStream out, SpoolEntry entry) throws IOException {
    writeText(out, entry.source());
    writeText(out, entry.stream());
    writeText(out, entry.position());
    writeText(out, entry.msgId());
    writeText(out, entry.kind());
    out.writeLong(entry.time().getEpochSecond());
    out.writeInt(entry.time().getNano());
    out.writeByte(entry.facility());
    out.writeByte(entry.severity());
    writeText(out, entry.app());
    writeText(out, entry.procId());
    out.writeInt(entry.attributes().size());
    for (Map.Entry<String, String> attribute : entry.attributes().entrySet()) {
      writeText(out, attribute.getKey());
      writeText(out, attribute.getValue());
    }
    out.writeInt(entry.message().length);
    out.write(entry.message());
  }

  /**
   * Reads what {@link #writeEntry} wrote.
   *
   * @throws RuntimeException where the bytes are something else; their checksum was right, so that
   *     is another version's file
   */
  static SpoolEntry readEntry(ByteBuffer in) {
    String source = readText(in);
    String stream = readText(in);
    String position = readText(in);
    String msgId = readText(in);
    String kind = readText(in);
    Instant time = Instant.ofEpochSecond(in.getLong(), in.getInt());
    int facility = in.get();
    int severity = in.get();
    String app = readOptionalText(in);
    String procId = readOptionalText(in);
    int count = in.getInt();
    Map<String, String> attributes = new HashMap<>();
    for (int i = 0; i < count; i++) {
      attributes.put(readText(in), readText(in));
    }
    byte[] message = readBytes(in, in.getInt());
    return new SpoolEntry(
        source,
        stream,
        position,
        msgId,
        kind,
        time,
        facility,
        severity,
        app,
        procId,
        attributes,
        message);
  }
}
