package org.hinomi.collector.decode.agent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds blanks in bytes, eight at a time: every record that comes is looked at so. */
final class Blanks {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long BLANKS = 0x2020202020202020L;
  private static final long LOW = 0x7f7f7f7f7f7f7f7fL;

  private Blanks() {}

  /**
   * Where the n-th blank stands in {@code b[from, end)}; -1 where there are fewer.
   *
   * @param n &gt; 0
   */
  static int find(byte[] b, int from, int end, int n) {
    int left = n;
    int i = from;
    for (; i + Long.BYTES <= end; i += Long.BYTES) {
      long blanks = blanks((long) LONG.get(b, i));
      int count = Long.bitCount(blanks);
      if (count >= left) {
        for (; left > 1; left--) {
          blanks &= blanks - 1;
        }
        return i + (Long.numberOfTrailingZeros(blanks) >>> 3);
      }
      left -= count;
    }
    for (; i < end; i++) {
      if (b[i] == ' ' && --left == 0) {
        return i;
      }
    }
    return -1;
  }

  /** The highest bit of each byte that is a blank. */
  private static long blanks(long eight) {
    long other = eight ^ BLANKS;
    return ~((other & LOW) + LOW | other | LOW);
  }
}
