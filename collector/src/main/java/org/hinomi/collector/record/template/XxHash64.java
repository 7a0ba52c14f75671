package org.hinomi.collector.record.template;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * XXH64 with seed 0, as in the xxHash specification 0.1.1 (Yann Collet): fast, well mixed, and the
 * same in every program that has an xxHash library.
 */
final class XxHash64 {
  private static final long P1 = 0x9E3779B185EBCA87L;
  private static final long P2 = 0xC2B2AE3D27D4EB4FL;
  private static final long P3 = 0x165667B19E3779F9L;
  private static final long P4 = 0x85EBCA77C2B2AE63L;
  private static final long P5 = 0x27D4EB2F165667C5L;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private XxHash64() {}

  /** The hash of the first {@code length} bytes. */
  static long of(byte[] b, int length) {
    int i = 0;
    long h = P5;
    if (length >= 32) {
      long a1 = 0x60EA27EEADC0B5D6L; // P1 + P2
      long a2 = P2;
      long a3 = 0;
      long a4 = -P1;
      for (; i <= length - 32; i += 32) {
        a1 = round(a1, (long) LONG.get(b, i));
        a2 = round(a2, (long) LONG.get(b, i + 8));
        a3 = round(a3, (long) LONG.get(b, i + 16));
        a4 = round(a4, (long) LONG.get(b, i + 24));
      }
      h =
          Long.rotateLeft(a1, 1)
              + Long.rotateLeft(a2, 7)
              + Long.rotateLeft(a3, 12)
              + Long.rotateLeft(a4, 18);
      h = (h ^ round(0, a1)) * P1 + P4;
      h = (h ^ round(0, a2)) * P1 + P4;
      h = (h ^ round(0, a3)) * P1 + P4;
      h = (h ^ round(0, a4)) * P1 + P4;
    }
    h += length;
    for (; i <= length - 8; i += 8) {
      h = Long.rotateLeft(h ^ round(0, (long) LONG.get(b, i)), 27) * P1 + P4;
    }
    if (i <= length - 4) {
      h = Long.rotateLeft(h ^ ((int) INT.get(b, i) & 0xFFFFFFFFL) * P1, 23) * P2 + P3;
      i += 4;
    }
    for (; i < length; i++) {
      h = Long.rotateLeft(h ^ (b[i] & 0xFF) * P5, 11) * P1;
    }
    h = (h ^ h >>> 33) * P2;
    h = (h ^ h >>> 29) * P3;
    return h ^ h >>> 32;
  }

  private static long round(long accumulator, long input) {
    return Long.rotateLeft(accumulator + input * P2, 31) * P1;
  }
}
