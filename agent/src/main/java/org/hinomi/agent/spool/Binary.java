package org.hinomi.agent.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
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
}
