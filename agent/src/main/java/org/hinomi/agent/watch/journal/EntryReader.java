package org.hinomi.agent.watch.journal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads lines of at most a given length from a stream. Not thread-safe. */
final class EntryReader {

  /**
   * One line.
   *
   * @param bytes without its end
   * @param cut bytes left out after the limit
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Line(byte[] bytes, long cut) {}

  private final InputStream in;
  private final int limit;
  private final byte[] chunk = new byte[32 * 1024];
  private byte[] line = new byte[4 * 1024];
  private int next;
  private int count;

  EntryReader(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  /** The next line; null at the end. A last line without an end is half an entry, and left out. */
  @Nullable Line read() throws IOException {
    int length = 0;
    long cut = 0;
    while (true) {
      if (next == count) {
        count = in.read(chunk);
        next = 0;
        if (count < 0) {
          count = 0;
          return null;
        }
      }
      int end = next;
      while (end < count && chunk[end] != '\n') {
        end++;
      }
      int room = Math.min(end - next, limit - length);
      if (length + room > line.length) {
        line = Arrays.copyOf(line, Math.max(length + room, 2 * line.length));
      }
      System.arraycopy(chunk, next, line, length, room);
      length += room;
      cut += end - next - room;
      next = end;
      if (end < count) {
        next++;
        return new Line(Arrays.copyOf(line, length), cut);
      }
    }
  }
}
