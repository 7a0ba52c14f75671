package org.hinomi.collector.record.parquet;

import java.util.Objects;

/**
 * The values that codes stand for: value {@code c} is {@code data[offsets[c]..offsets[c + 1])}. The
 * arrays are not copied. It may hold more values than a row group uses: only those used are
 * written, so that one dictionary can grow over many row groups.
 */
public final class DictionaryValues {
  private final byte[] data;
  private final int[] offsets;
  private final int count;

  /**
   * @param offsets {@code count + 1} rising positions in {@code data}
   * @throws IndexOutOfBoundsException when the arrays are too short for that
   */
  public DictionaryValues(byte[] data, int[] offsets, int count) {
    Objects.checkFromToIndex(0, count + 1, offsets.length);
    Objects.checkFromToIndex(offsets[0], offsets[count], data.length);
    this.data = data;
    this.offsets = offsets;
    this.count = count;
  }

  byte[] data() {
    return data;
  }

  int start(int code) {
    return offsets[code];
  }

  int length(int code) {
    return offsets[code + 1] - offsets[code];
  }

  int count() {
    return count;
  }
}
