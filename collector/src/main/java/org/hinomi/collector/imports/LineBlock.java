package org.hinomi.collector.imports;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Lines that wait for the name of their block. Not thread-safe. */
final class LineBlock {
  /**
   * A block ends behind each multiple of so many lines of its file, so that lines known of other
   * files seldom reach over its end ({@link Ledger#reachesOver}).
   */
  static final int LINES = 1 << 15;

  /** Where lines are long it ends before: it is held in memory. */
  static final int BYTES = 16 << 20;

  private byte[] bytes = new byte[1 << 16];
  private int[] ends = new int[1 << 10];

  /** Of lines that are not here in whole, by their place: the length that they have. */
  private final Map<Integer, Long> cut = new HashMap<>();

  private int count;

  void add(LineReader line) {
    int start = length();
    int length = line.length();
    if (bytes.length - start < length) {
      bytes = Arrays.copyOf(bytes, Math.max(start + length, 2 * bytes.length));
    }
    System.arraycopy(line.bytes(), 0, bytes, start, length);
    if (line.fullLength() > length) {
      cut.put(count, line.fullLength());
    }
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    ends[count++] = start + length;
  }

  /**
   * Whether it ends behind the line that was added last: the same at each reading of a file.
   *
   * @param number of that line in its file, from 1
   */
  boolean endsBehind(long number) {
    return number % LINES == 0 || length() >= BYTES;
  }

  /** Bytes of all lines, one behind the other. */
  private int length() {
    return end(count - 1);
  }

  int count() {
    return count;
  }

  /** Holds the line {@code i}, from 0, at {@link #start}. */
  byte[] bytes() {
    return bytes;
  }

  int start(int i) {
    return end(i - 1);
  }

  private int end(int i) {
    return i < 0 ? 0 : ends[i];
  }

  /** Bytes of a line that are here. */
  int length(int i) {
    return ends[i] - start(i);
  }

  /** Bytes that it has. */
  long fullLength(int i) {
    return cut.isEmpty() ? length(i) : cut.getOrDefault(i, (long) length(i));
  }

  /** Tells other lines from these: see {@link LineSum}. */
  int sum() {
    LineSum sum = new LineSum();
    for (int i = 0; i < count; i++) {
      sum.line(bytes, start(i), length(i), fullLength(i));
    }
    return sum.value();
  }

  void clear() {
    count = 0;
    cut.clear();
  }
}
