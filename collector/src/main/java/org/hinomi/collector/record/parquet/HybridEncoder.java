package org.hinomi.collector.record.parquet;

import java.util.Arrays;

/**
 * Run length / bit-packing hybrid, without the length in front (Encodings.md, "RLE"): runs of a
 * value as one, all else packed in groups of eight.
 */
final class HybridEncoder {
  /** A shorter run is not worth to end a packed one. */
  private static final int MIN_RUN = 8;

  private HybridEncoder() {}

  /**
   * @param values not negative, {@code count} of them from 0; the array has room for seven more,
   *     which are overwritten
   * @param width bits of the largest value, 1 to 32
   */
  static void encode(int[] values, int count, int width, ByteBuilder out) {
    int packedFrom = 0;
    int at = 0;
    while (at < count) {
      int value = values[at];
      int end = at + 1;
      while (end < count && values[end] == value) {
        end++;
      }
      // A packed run that others follow holds whole groups; it borrows from this run what it lacks.
      int runFrom = at + (packedFrom - at & 7);
      if (end - runFrom >= MIN_RUN) {
        packed(values, packedFrom, runFrom - packedFrom, width, out);
        run(value, end - runFrom, width, out);
        packedFrom = end;
      }
      at = end;
    }
    int rest = count - packedFrom;
    int padded = rest + 7 & ~7;
    Arrays.fill(values, count, packedFrom + padded, 0);
    packed(values, packedFrom, padded, width, out);
  }

  /** One value, {@code count} times. */
  static void run(int value, int count, int width, ByteBuilder out) {
    out.putVarint((long) count << 1);
    for (int shift = 0; shift < width; shift += 8) {
      out.put(value >>> shift);
    }
  }

  private static void packed(int[] values, int from, int count, int width, ByteBuilder out) {
    if (count > 0) {
      out.putVarint((count / 8L) << 1 | 1);
      out.putPacked(values, from, count, width);
    }
  }
}
