package org.hinomi.collector.record.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing run of bytes, kept between uses. Numbers are little-endian. Not thread-safe. */
final class ByteBuilder {
  /** What an array may hold at most on every virtual machine. */
  private static final int MAX = Integer.MAX_VALUE - 8;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[256];
  private int size;

  /** The bytes themselves, valid up to {@link #size()} and until the next change. */
  byte[] array() {
    return bytes;
  }

  int size() {
    return size;
  }

  void size(int newSize) {
    size = newSize;
  }

  void clear() {
    size = 0;
  }

  /** Makes room for so many bytes behind {@link #size()}. */
  void reserve(int more) {
    if (more > bytes.length - size) {
      long needed = (long) size + more;
      if (needed > MAX) {
        throw new IllegalArgumentException(
            needed + " bytes in one part of a row group (expected: at most " + MAX + ")");
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(MAX, Math.max(needed, 2L * bytes.length)));
    }
  }

  void put(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  void put(byte[] source, int from, int length) {
    reserve(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  void putInt(int value) {
    reserve(Integer.BYTES);
    INT.set(bytes, size, value);
    size += Integer.BYTES;
  }

  void putLong(long value) {
    reserve(Long.BYTES);
    LONG.set(bytes, size, value);
    size += Long.BYTES;
  }

  /** Unsigned LEB128. */
  void putVarint(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  void putZigzag(long value) {
    putVarint(value << 1 ^ value >> 63);
  }

  /**
   * Bit-packs values from the least significant bit on, as the hybrid and the delta encoding do
   * (Encodings.md).
   *
   * @param count a multiple of 8
   * @param width bits of each value, 0 to 64; higher bits of the values must be 0
   */
  void putPacked(long[] values, int from, int count, int width) {
    int end = size + count / 8 * width;
    reserve(end - size + Long.BYTES);
    long word = 0;
    int bits = 0;
    int at = size;
    for (int i = from; i < from + count && width > 0; i++) {
      long value = values[i];
      word |= value << bits;
      bits += width;
      if (bits >= Long.SIZE) {
        LONG.set(bytes, at, word);
        at += Long.BYTES;
        bits -= Long.SIZE;
        word = bits == 0 ? 0 : value >>> width - bits;
      }
    }
    LONG.set(bytes, at, word);
    size = end;
  }

  /** The same for values of up to 32 bits. */
  void putPacked(int[] values, int from, int count, int width) {
    int end = size + count / 8 * width;
    reserve(end - size + Long.BYTES);
    long word = 0;
    int bits = 0;
    int at = size;
    for (int i = from; i < from + count; i++) {
      word |= (values[i] & 0xFFFF_FFFFL) << bits;
      bits += width;
      if (bits >= Integer.SIZE) {
        INT.set(bytes, at, (int) word);
        at += Integer.BYTES;
        bits -= Integer.SIZE;
        word >>>= Integer.SIZE;
      }
    }
    LONG.set(bytes, at, word);
    size = end;
  }
}
