package org.hinomi.collector.enrich;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A 64-bit hash of a frame, with MurmurHash64A's mixing. Not against an adversary. */
final class FrameHash {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long M = 0xc6a4a7935bd1e995L;

  private FrameHash() {}

  static long of(byte[] b, int offset, int length) {
    long h = length * M;
    int i = offset;
    int end = offset + length;
    for (; i + 8 <= end; i += 8) {
      h = mix(h, (long) LONG.get(b, i));
    }
    long rest = 0;
    for (int shift = 0; i < end; i++, shift += 8) {
      rest |= (b[i] & 0xffL) << shift;
    }
    h = mix(h, rest);
    h ^= h >>> 47;
    h *= M;
    return h ^ (h >>> 47);
  }

  private static long mix(long h, long k) {
    k *= M;
    k ^= k >>> 47;
    k *= M;
    return (h ^ k) * M;
  }
}
