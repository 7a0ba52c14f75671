package org.hinomi.collector.record.columns;

import java.util.Arrays;
import org.hinomi.collector.record.parquet.DictionaryValues;
import org.hinomi.collector.record.parquet.ParquetWriter;
import org.jspecify.annotations.Nullable;

/**
 * A column of byte strings, null or not, of which rows that follow one another often have the very
 * same: such a run is held once. Not thread-safe.
 */
public final class RunColumn {
  private static final int NULL = -1;

  /** Rows for each run from which on the runs are worth a dictionary. */
  private static final int WORTH = 8;

  private byte[] data = new byte[1 << 16];
  private int[] offsets = new int[1 << 10];
  private int runs;
  private int[] codes = new int[1 << 10];
  private int rows;
  private byte @Nullable [] last;

  /**
   * @param value null for none; not changed afterwards: the same array again goes on with its run
   */
  @SuppressWarnings("ReferenceEquality")
  public void add(byte @Nullable [] value) {
    if (rows == codes.length) {
      codes = Arrays.copyOf(codes, rows * 2);
    }
    if (value == null) {
      codes[rows++] = NULL;
      return;
    }
    if (value != last) {
      begin(value);
      last = value;
    }
    codes[rows++] = runs - 1;
  }

  private void begin(byte[] value) {
    if (runs + 2 > offsets.length) {
      offsets = Arrays.copyOf(offsets, offsets.length * 2);
    }
    long needed = (long) offsets[runs] + value.length;
    if (needed > data.length) {
      data = Growth.grown(data, needed);
    }
    System.arraycopy(value, 0, data, offsets[runs], value.length);
    offsets[runs + 1] = (int) needed;
    runs++;
  }

  /** Bytes of all runs. */
  public int size() {
    return offsets[runs];
  }

  /** Takes back the rows from {@code count} on; their bytes stay until {@link #clear}. */
  public void cut(int count) {
    rows = Math.min(rows, count);
  }

  public void clear() {
    rows = 0;
    runs = 0;
    offsets[0] = 0;
    last = null;
  }

  /**
   * Writes the values of some rows.
   *
   * @param order the rows, in the order in which they are to stand
   */
  public void write(ParquetWriter writer, int[] order, int count) {
    int present = 0;
    int[] sorted = new int[count];
    for (int i = 0; i < count; i++) {
      sorted[i] = codes[order[i]];
      if (sorted[i] != NULL) {
        present++;
      }
    }
    if (present == 0) {
      writer.allNull();
      return;
    }
    DictionaryValues values = new DictionaryValues(data, offsets, runs);
    if ((long) runs * WORTH <= present) {
      writer.dictionary(sorted, 0, values);
    } else {
      writer.bytes(sorted, 0, values);
    }
  }
}
