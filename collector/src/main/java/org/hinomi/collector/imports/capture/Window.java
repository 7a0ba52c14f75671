package org.hinomi.collector.imports.capture;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks ahead in a stream. One that breaks off ends there, and keeps why. Not thread-safe.
 *
 * <p>Numbers are read in the byte order that {@link #order(boolean)} says.
 */
final class Window {
  /** Bytes that can be looked at: the largest block that is read, and the head of the next. */
  static final int BYTES = 1 << 20;

  private final InputStream in;
  private final byte[] buffer = new byte[BYTES];
  private int start;
  private int end;
  private long position;
  private boolean little;
  private @Nullable IOException failure;

  Window(InputStream in) {
    this.in = in;
  }

  void order(boolean littleEndian) {
    little = littleEndian;
  }

  boolean isLittle() {
    return little;
  }

  /** Whether so many bytes are there, at most {@link #BYTES}. */
  boolean has(int bytes) {
    if (end - start >= bytes) {
      return true;
    }
    if (buffer.length - start < bytes) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    while (end - start < bytes && failure == null) {
      int n;
      try {
        n = in.read(buffer, end, buffer.length - end);
      } catch (IOException e) {
        failure = e;
        return false;
      }
      if (n < 0) {
        return false;
      }
      end += n;
    }
    return end - start >= bytes;
  }

  /** Bytes that are there without reading on. */
  int ready() {
    return end - start;
  }

  byte[] buffer() {
    return buffer;
  }

  /** Where in the buffer the byte {@code at} stands. */
  int index(int at) {
    return start + at;
  }

  int u8(int at) {
    return buffer[start + at] & 0xff;
  }

  int u16(int at) {
    return little ? u8(at) | u8(at + 1) << 8 : u8(at) << 8 | u8(at + 1);
  }

  long u32(int at) {
    long first = u16(at);
    long second = u16(at + 2);
    return little ? first | second << 16 : first << 16 | second;
  }

  /** Goes on; false where the file ends before. */
  boolean skip(long bytes) {
    long left = bytes;
    while (left > 0) {
      if (!has(1)) {
        return false;
      }
      int n = (int) Math.min(left, end - start);
      start += n;
      position += n;
      left -= n;
    }
    return true;
  }

  /** Bytes of the file that are behind. */
  long position() {
    return position;
  }

  /** Why it broke off; null where it did not. */
  @Nullable IOException failure() {
    return failure;
  }
}
