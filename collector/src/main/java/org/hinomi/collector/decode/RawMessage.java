package org.hinomi.collector.decode;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Bytes exactly as they arrived. Immutable by agreement: nobody writes to the array. */
public final class RawMessage {
  private final byte[] bytes;

  private RawMessage(byte[] bytes) {
    this.bytes = bytes;
  }

  public static RawMessage copyOf(byte[] buffer, int offset, int length) {
    return new RawMessage(Arrays.copyOfRange(buffer, offset, offset + length));
  }

  /** Takes the array as it is; the caller forgets it. */
  public static RawMessage wrap(byte[] bytes) {
    return new RawMessage(bytes);
  }

  public int length() {
    return bytes.length;
  }

  /** The array itself, not a copy: read only. */
  public byte[] bytes() {
    return bytes;
  }

  /** The text, where the bytes are valid UTF-8. */
  public Optional<String> utf8() {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawMessage that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
