package org.hinomi.collector.imports;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose first bytes can be looked at. Where it breaks off within them, what came before is
 * given and the failure stands behind it. Not thread-safe.
 */
final class Peeked extends InputStream {
  private final InputStream in;
  private final byte[] head;
  private final @Nullable IOException failure;
  private int position;

  Peeked(InputStream in, int bytes) {
    this.in = in;
    byte[] read = new byte[bytes];
    int length = 0;
    IOException broken = null;
    try {
      int n;
      while (length < bytes && (n = in.read(read, length, bytes - length)) > 0) {
        length += n;
      }
    } catch (IOException e) {
      broken = e;
    }
    head = Arrays.copyOf(read, length);
    failure = broken;
  }

  /** The first bytes: fewer only where the stream has no more. */
  byte[] head() {
    return head.clone();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] b, int offset, int length) throws IOException {
    int left = head.length - position;
    if (left > 0) {
      int n = Math.min(left, length);
      System.arraycopy(head, position, b, offset, n);
      position += n;
      return n;
    }
    if (failure != null) {
      throw failure;
    }
    return in.read(b, offset, length);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
