package org.hinomi.collector.record.columns;

import java.util.Arrays;

/** How the bytes of a column grow, which are kept for the rows that come later. */
final class Growth {
  /** Up to here they double. */
  private static final int LARGE = 1 << 20;

  private static final int LONGEST = Integer.MAX_VALUE - 8;

  private Growth() {}

  /**
   * The bytes with room for at least {@code needed}. Large ones grow by a quarter: with twice the
   * room, half of it is empty, and the heap of a collector is short of that.
   *
   * @throws IllegalStateException where that is more than an array holds
   */
  static byte[] grown(byte[] data, long needed) {
    if (needed > LONGEST) {
      throw new IllegalStateException(needed + " bytes in a column (expected: less than 2 GiB)");
    }
    long more = data.length < LARGE ? data.length : data.length / 4;
    return Arrays.copyOf(data, (int) Math.min(LONGEST, Math.max(needed, data.length + more)));
  }
}
