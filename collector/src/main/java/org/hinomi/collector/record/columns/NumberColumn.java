package org.hinomi.collector.record.columns;

import java.util.Arrays;
import org.hinomi.collector.record.parquet.ParquetWriter;

/** A column of whole numbers, null or not. Not thread-safe. */
public final class NumberColumn {
  private long[] values = new long[1 << 10];
  private boolean[] nulls = new boolean[1 << 10];
  private int rows;
  private int present;
  private long most;

  public void add(long value) {
    grow();
    values[rows] = value;
    nulls[rows++] = false;
    most = present == 0 ? value : Math.max(most, value);
    present++;
  }

  public void addNull() {
    grow();
    values[rows] = 0;
    nulls[rows++] = true;
  }

  public long get(int row) {
    return values[row];
  }

  /** The largest value added since {@link #clear}. */
  public long most() {
    return most;
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
  }

  public void write(ParquetWriter writer, int[] order, int count, boolean narrow) {
    if (present == 0) {
      writer.allNull();
      return;
    }
    boolean @org.jspecify.annotations.Nullable [] without =
        present == rows ? null : new boolean[count];
    if (without != null) {
      for (int i = 0; i < count; i++) {
        without[i] = nulls[order[i]];
      }
    }
    if (narrow) {
      int[] sorted = new int[count];
      for (int i = 0; i < count; i++) {
        sorted[i] = (int) values[order[i]];
      }
      writer.ints(sorted, 0, without);
    } else {
      long[] sorted = new long[count];
      for (int i = 0; i < count; i++) {
        sorted[i] = values[order[i]];
      }
      writer.longs(sorted, 0, without);
    }
  }

  private void grow() {
    if (rows == values.length) {
      values = Arrays.copyOf(values, rows * 2);
      nulls = Arrays.copyOf(nulls, rows * 2);
    }
  }
}
