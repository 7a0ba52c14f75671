package org.hinomi.collector.record.parquet;

import java.util.Arrays;

/**
 * DELTA_BINARY_PACKED (Encodings.md, "Delta Encoding"): blocks of 128 differences in four
 * miniblocks, each packed to the width of its largest. Differences wrap in the type's own width.
 * Not thread-safe.
 */
final class DeltaEncoder {
  private static final int BLOCK = 128;
  private static final int MINIBLOCK = 32;

  private final long[] deltas = new long[BLOCK];

  void encode(long[] values, int from, int count, ByteBuilder out) {
    long last = count == 0 ? 0 : values[from];
    header(count, last, out);
    for (int at = from + 1, end = from + count; at < end; at += BLOCK) {
      int length = Math.min(BLOCK, end - at);
      long min = Long.MAX_VALUE;
      for (int i = 0; i < length; i++) {
        long value = values[at + i];
        long delta = value - last;
        last = value;
        deltas[i] = delta;
        min = Math.min(min, delta);
      }
      block(length, min, -1, out);
    }
  }

  void encode(int[] values, int from, int count, ByteBuilder out) {
    int last = count == 0 ? 0 : values[from];
    header(count, last, out);
    for (int at = from + 1, end = from + count; at < end; at += BLOCK) {
      int length = Math.min(BLOCK, end - at);
      long min = Long.MAX_VALUE;
      for (int i = 0; i < length; i++) {
        int value = values[at + i];
        int delta = value - last;
        last = value;
        deltas[i] = delta;
        min = Math.min(min, delta);
      }
      block(length, min, 0xFFFF_FFFFL, out);
    }
  }

  private static void header(int count, long first, ByteBuilder out) {
    out.putVarint(BLOCK);
    out.putVarint(BLOCK / MINIBLOCK);
    out.putVarint(count);
    out.putZigzag(first);
  }

  private void block(int length, long min, long mask, ByteBuilder out) {
    for (int i = 0; i < length; i++) {
      deltas[i] = deltas[i] - min & mask;
    }
    Arrays.fill(deltas, length, BLOCK, 0);
    out.putZigzag(min);
    int widthsAt = out.size();
    out.putInt(0);
    // Miniblocks without values have no bytes, only a width.
    for (int from = 0; from < length; from += MINIBLOCK) {
      long all = 0;
      for (int i = from; i < from + MINIBLOCK; i++) {
        all |= deltas[i];
      }
      int width = Long.SIZE - Long.numberOfLeadingZeros(all);
      out.array()[widthsAt + from / MINIBLOCK] = (byte) width;
      out.putPacked(deltas, from, MINIBLOCK, width);
    }
  }
}
