package org.hinomi.collector.imports;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.hinomi.collector.imports.read.Found;
import org.hinomi.core.charset.LineUnit;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into lines at LF; a CR before it belongs to the end of the line. Of a line longer
 * than {@link #LIMIT} the first bytes are kept. A stream that breaks off ends there, and what came
 * of its last line is given. Not thread-safe.
 */
final class LineReader {
  /** Bytes kept of a line: with the rest of its frame it fits a journal group of the least size. */
  static final int LIMIT = Found.LIMIT;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Eight bytes of 1, and eight line feeds. */
  private static final long ONES = 0x0101010101010101L;

  private static final long LINE_FEEDS = ONES * '\n';

  private final InputStream in;
  private final LineUnit unit;
  private final byte[] read = new byte[64 << 10];
  private int position;
  private int limit;
  private byte[] line = new byte[1024];
  private int kept;
  private long length;
  private boolean terminated;
  private byte before;
  private @Nullable IOException damage;

  LineReader(InputStream in, LineUnit unit) {
    this.in = in;
    this.unit = unit;
  }

  /** Goes to the next line; false at the end. */
  boolean next() {
    kept = 0;
    length = 0;
    terminated = false;
    while (position < limit || fill()) {
      int from = position;
      int end = unit == LineUnit.BYTE ? lineFeed() : wideLineFeed();
      append(from, position);
      if (end >= 0) {
        terminated = true;
        cutTerminator();
        return true;
      }
    }
    return length > 0;
  }

  /** Moves behind the next LF of what was read; -1 when there is none. */
  private int lineFeed() {
    int i = position;
    for (; i + Long.BYTES <= limit; i += Long.BYTES) {
      long differs = (long) LONG.get(read, i) ^ LINE_FEEDS;
      // Sets the highest bit of the first byte that is zero (and of none before it).
      long found = (differs - ONES) & ~differs & ONES << 7;
      if (found != 0) {
        i += Long.numberOfTrailingZeros(found) >> 3;
        position = i + 1;
        return i;
      }
    }
    for (; i < limit; i++) {
      if (read[i] == '\n') {
        position = i + 1;
        return i;
      }
    }
    position = limit;
    return -1;
  }

  /** The same for two bytes a character; the first of them may stand at the end of a read. */
  private int wideLineFeed() {
    long offset = length;
    for (int i = position; i < limit; i++, offset++) {
      boolean second = (offset & 1) == 1;
      if (second && unit.isLineFeed(before, read[i])) {
        position = i + 1;
        return i;
      }
      before = read[i];
    }
    position = limit;
    return -1;
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
    int n = to - from;
    int room = Math.min(n, LIMIT + unit.width() * 2 - kept);
    if (line.length < kept + room) {
      line = Arrays.copyOf(line, Math.max(kept + room, line.length * 2));
    }
    System.arraycopy(read, from, line, kept, room);
    kept += room;
    length += n;
  }

  private void cutTerminator() {
    int width = unit.width();
    boolean whole = kept == length;
    length -= width;
    kept = (int) Math.min(kept, length);
    if (whole && kept >= width && unit.isCarriageReturn(line, kept - width)) {
      kept -= width;
      length -= width;
    }
  }

  /** Holds the line in {@code [0, length())}; only until the next call. */
  byte[] bytes() {
    return line;
  }

  /** Bytes that were kept. */
  int length() {
    return Math.min(kept, LIMIT);
  }

  /** Bytes of the whole line, without its end. */
  long fullLength() {
    return length;
  }

  /** Whether its end was there. */
  boolean terminated() {
    return terminated;
  }

  /** Why the stream broke off; null when it came to its end. */
  @Nullable IOException damage() {
    return damage;
  }
}
