package org.hinomi.collector.imports.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of a stream, of each at most its first bytes. Not thread-safe. */
public final class RawLines {
  private final InputStream in;
  private final byte[] read = new byte[64 << 10];
  private int position;
  private int limit;
  private byte[] line = new byte[1024];
  private int kept;
  private long length;
  private @Nullable IOException damage;

  public RawLines(InputStream in) {
    this.in = in;
  }

  /** Goes to the next line; false at the end. */
  public boolean next() {
    kept = 0;
    length = 0;
    while (position < limit || fill()) {
      int from = position;
      while (position < limit && read[position] != '\n') {
        position++;
      }
      boolean ends = position < limit;
      append(from, ends ? ++position : position);
      if (ends) {
        return true;
      }
    }
    return length > 0;
  }

  private boolean fill() {
    if (damage != null) {
      return false;
    }
    try {
      position = 0;
      limit = Math.max(0, in.read(read, 0, read.length));
    } catch (IOException e) {
      damage = e;
      limit = 0;
    }
    return limit > 0;
  }

  private void append(int from, int to) {
    int n = Math.min(to - from, Found.LIMIT - kept);
    if (line.length < kept + n) {
      line = Arrays.copyOf(line, Math.max(kept + n, line.length * 2));
    }
    System.arraycopy(read, from, line, kept, n);
    kept += n;
    length += to - from;
  }

  /** Holds the line with its end in {@code [0, kept())}. */
  public byte[] bytes() {
    return line;
  }

  public int kept() {
    return kept;
  }

  /** Bytes of the whole line with its end. */
  public long length() {
    return length;
  }

  /** Bytes that are there without the line's end. */
  public int text() {
    int end = kept;
    while (end > 0 && (line[end - 1] == '\n' || line[end - 1] == '\r')) {
      end--;
    }
    return end;
  }

  /** Why the stream broke off; null where it came to its end. */
  public @Nullable IOException damage() {
    return damage;
  }
}
