package org.hinomi.collector.imports;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Counts what is read, and tells it. Not thread-safe. */
final class CountedInput extends FilterInputStream {
  private final LongConsumer told;
  private long bytes;

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

  @Override
  public int read() throws IOException {
    int b = super.read();
    count(b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public int read(byte[] b, int offset, int length) throws IOException {
    int n = super.read(b, offset, length);
    count(Math.max(n, 0));
    return n;
  }

  private void count(int n) {
    bytes += n;
    told.accept(n);
  }
}
