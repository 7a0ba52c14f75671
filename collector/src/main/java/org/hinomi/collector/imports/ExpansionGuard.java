package org.hinomi.collector.imports;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/**
 * Ends the reading of an archive that grows beyond what logs do when it is unpacked. Deflate can
 * reach 1032:1, zstd far more; text of a server stays below 100:1. Not thread-safe.
 */
final class ExpansionGuard extends FilterInputStream {
  static final int RATIO = 500;

  /** Below this nothing is refused. */
  static final long FREE_BYTES = 64L << 20;

  /** Read beyond what is allowed before it is noticed, at most. */
  private static final long SLACK_BYTES = 1 << 20;

  private final LongSupplier packed;
  private long unpacked;

  /**
   * @param packed bytes that were read of the archive so far
   */
  ExpansionGuard(InputStream in, LongSupplier packed) {
    super(in);
    this.packed = packed;
  }

  /** Bytes that are read at most of what is {@code stored} bytes long. */
  static long most(long stored) {
    return Math.max(FREE_BYTES, (stored + 1) * RATIO) + SLACK_BYTES;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] b, int offset, int length) throws IOException {
    int n = super.read(b, offset, length);
    unpacked += Math.max(n, 0);
    if (unpacked > FREE_BYTES && unpacked / RATIO > packed.getAsLong()) {
      throw new IOException(
          "unpacks to more than "
              + RATIO
              + " times its size (expected: less, as logs do; if it is genuine unpack it and import"
              + " that)");
    }
    return n;
  }
}
