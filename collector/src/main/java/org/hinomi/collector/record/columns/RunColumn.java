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
      if (needed > Integer.MAX_VALUE - 8) {
        throw new IllegalStateException(needed + " bytes in a column (expected: less than 2 GiB)");
      }
      data =
          Arrays.copyOf(
              data, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, data.length * 2L)));
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
    long length = 0;
    int[] sorted = new int[count];
    for (int i = 0; i < count; i++) {
      int code = codes[order[i]];
      sorted[i] = code;
      if (code != NULL) {
        present++;
        length += offsets[code + 1] - offsets[code];
      }
    }
    if (present == 0) {
      writer.allNull();
    } else if ((long) runs * WORTH <= present) {
      writer.dictionary(sorted, 0, new DictionaryValues(data, offsets, runs));
    } else {
      bytes(writer, sorted, present, Math.toIntExact(length));
    }
  }

  private void bytes(ParquetWriter writer, int[] sorted, int present, int length) {
    int count = sorted.length;
    byte[] values = new byte[length];
    int[] ends = new int[count + 1];
    boolean[] without = new boolean[count];
    int at = 0;
    for (int i = 0; i < count; i++) {
      int code = sorted[i];
      without[i] = code == NULL;
      if (code != NULL) {
        int n = offsets[code + 1] - offsets[code];
        System.arraycopy(data, offsets[code], values, at, n);
        at += n;
      }
      ends[i + 1] = at;
    }
    writer.bytes(values, ends, 0, present == count ? null : without);
  }
}
