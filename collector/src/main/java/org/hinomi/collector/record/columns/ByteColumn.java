package org.hinomi.collector.record.columns;

import java.util.Arrays;
import org.hinomi.collector.record.parquet.ParquetWriter;

/** A column of byte strings, null or not, one behind the other in one array. Not thread-safe. */
public final class ByteColumn {
  private byte[] data = new byte[1 << 16];
  private int[] offsets = new int[1 << 10];
  private boolean[] nulls = new boolean[1 << 10];
  private int rows;
  private int present;

  public void add(byte[] bytes, int from, int length) {
    grow(length);
    System.arraycopy(bytes, from, data, offsets[rows], length);
    offsets[rows + 1] = offsets[rows] + length;
    nulls[rows] = false;
    present++;
    rows++;
  }

  public void addNull() {
    grow(0);
    offsets[rows + 1] = offsets[rows];
    nulls[rows] = true;
    rows++;
  }

  /** Bytes of all values. */
  public int size() {
    return offsets[rows];
  }

  public byte[] data() {
    return data;
  }

  public int start(int row) {
    return offsets[row];
  }

  public int end(int row) {
    return offsets[row + 1];
  }

  /** Takes back the rows from {@code count} on. */
  public void cut(int count) {
    for (int row = count; row < rows; row++) {
      if (!nulls[row]) {
        present--;
      }
    }
    rows = Math.min(rows, count);
  }

  public void clear() {
    rows = 0;
    present = 0;
    offsets[0] = 0;
  }

  /**
   * Writes the values of some rows.
   *
   * @param order the rows, in the order in which they are to stand
   */
  public void write(ParquetWriter writer, int[] order, int count) {
    if (present == 0) {
      writer.allNull();
      return;
    }
    boolean[] without = new boolean[present == rows ? 0 : count];
    for (int i = 0; i < without.length; i++) {
      without[i] = nulls[order[i]];
    }
    writer.bytesAt(data, offsets, order, present == rows ? null : without);
  }

  private void grow(int length) {
    if (rows + 2 > offsets.length) {
      offsets = Arrays.copyOf(offsets, offsets.length * 2);
      nulls = Arrays.copyOf(nulls, offsets.length);
    }
    long needed = (long) offsets[rows] + length;
    if (needed > data.length) {
      if (needed > Integer.MAX_VALUE - 8) {
        throw new IllegalStateException(needed + " bytes in a column (expected: less than 2 GiB)");
      }
      data =
          Arrays.copyOf(
              data, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, data.length * 2L)));
    }
  }
}
