package org.hinomi.core.charset;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The bytes that one character of a line's end takes. */
public enum LineUnit {
  BYTE(1),
  UTF_16LE(2),
  UTF_16BE(2);

  private final int width;

  LineUnit(int width) {
    this.width = width;
  }

  /**
   * What a file starts with decides (its byte order mark), else the charset that was named, else
   * how its first bytes look.
   */
  public static LineUnit of(byte[] head, @Nullable Charset charset) {
    if (head.length >= 2 && (head[0] & 0xff) == 0xff && (head[1] & 0xff) == 0xfe) {
      return UTF_16LE;
    }
    if (head.length >= 2 && (head[0] & 0xff) == 0xfe && (head[1] & 0xff) == 0xff) {
      return UTF_16BE;
    }
    if (charset == null) {
      LineUnit told = CharsetLook.wide(head);
      return told == null ? BYTE : told;
    }
    if (StandardCharsets.UTF_16LE.equals(charset)) {
      return UTF_16LE;
    }
    // RFC 2781 section 4.3: UTF-16 without a mark is big-endian.
    return StandardCharsets.UTF_16BE.equals(charset) || StandardCharsets.UTF_16.equals(charset)
        ? UTF_16BE
        : BYTE;
  }

  public int width() {
    return width;
  }

  /** The charset that a unit of two bytes means; else what was named. */
  public @Nullable Charset charset(@Nullable Charset named) {
    return switch (this) {
      case BYTE -> named;
      case UTF_16LE -> StandardCharsets.UTF_16LE;
      case UTF_16BE -> StandardCharsets.UTF_16BE;
    };
  }

  public boolean isLineFeed(byte first, byte second) {
    return is('\n', first, second);
  }

  public boolean isCarriageReturn(byte[] line, int at) {
    return this == BYTE ? line[at] == '\r' : is('\r', line[at], line[at + 1]);
  }

  private boolean is(char c, byte first, byte second) {
    return this == UTF_16LE ? first == c && second == 0 : first == 0 && second == c;
  }
}
