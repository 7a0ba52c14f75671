package org.hinomi.collector.imports;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Tells whether another reading of a file finds the same lines as the first: CRC-32C over each
 * line's length and bytes. It guards against a file that changes meanwhile, by accident; what names
 * the lines is their {@link Fingerprint}. Not thread-safe.
 */
final class LineSum {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final CRC32C sum = new CRC32C();
  private final byte[] length = new byte[Long.BYTES];

  /** Adds a line of which {@code kept} of {@code full} bytes are there, at {@code from}. */
  void line(byte[] bytes, int from, int kept, long full) {
    LONG.set(length, 0, full);
    sum.update(length, 0, length.length);
    sum.update(bytes, from, kept);
  }

  /** Of all lines so far. */
  int value() {
    return (int) sum.getValue();
  }
}
