package org.hinomi.collector.imports;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/**
 * Counts what is read, and tells it. A file that is written to meanwhile ends where its end was met
 * first: what is read behind it would be taken for a line of its own. Not thread-safe.
 */
final class CountedInput extends FilterInputStream {
  private final LongConsumer told;
  private long bytes;
  private boolean ended;

  /**
   * @param told gets the bytes of each read
   */
  CountedInput(InputStream in, LongConsumer told) {
    super(in);
    this.told = told;
  }

  long bytes() {
    return bytes;
  }

  /** None, so that a stream over it that puts bytes back tells how many those are. */
  @Override
  public int available() {
    return 0;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] b, int offset, int length) throws IOException {
    int n = ended ? -1 : super.read(b, offset, length);
    if (n < 0) {
      ended = true;
    } else {
      bytes += n;
      told.accept(n);
    }
    return n;
  }
}
