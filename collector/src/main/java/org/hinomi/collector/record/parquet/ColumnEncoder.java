package org.hinomi.collector.record.parquet;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the values of one column chunk after the other into pages. All its buffers are kept
 * between chunks. Not thread-safe.
 */
final class ColumnEncoder {
  /** Rows of a page: 2 MiB of numbers of 64 bits. */
  static final int PAGE_ROWS = 1 << 18;

  /** A page of bytes ends with the value that reaches this. */
  static final int PAGE_BYTES = 1 << 20;

  private final PageEncoder pages;
  private final ByteBuilder page = new ByteBuilder();
  private final DeltaEncoder delta = new DeltaEncoder();
  private final Bounds bounds = new Bounds();
  private ParquetColumn column;
  private long nullCount;
  private int[] levels = {};
  private int[] ints = {};
  private long[] longs = {};
  private double[] doubles = {};
  private int[] ranks = {};

  ColumnEncoder(PageEncoder pages, ParquetColumn first) {
    this.pages = pages;
    this.column = first;
  }

  void begin(ParquetColumn next) {
    column = next;
    nullCount = 0;
    bounds.clear();
    pages.beginChunk();
  }

  ColumnChunk end(long fileOffset) {
    return pages.endChunk(fileOffset, bounds.statistics(column.type(), nullCount));
  }

  void allNull(int rows) {
    requireNullable();
    page.clear();
    HybridEncoder.run(0, rows, 1, page);
    nullCount = rows;
    pages.data(page, page.size(), rows, rows, PageEncoder.PLAIN);
  }

  void longs(long[] values, int from, int rows, boolean @Nullable [] nulls) {
    for (int at = from, end = from + rows, next; at < end; at = next) {
      next = Math.min(end, at + PAGE_ROWS);
      int present = next - at - levels(nulls, at, next);
      int levelBytes = page.size();
      long[] source = values;
      int sourceFrom = at;
      if (present < next - at) {
        longs = longs.length < present ? new long[next - at] : longs;
        int count = 0;
        for (int i = at; i < next; i++) {
          if (levels[i - at] != 0) {
            longs[count++] = values[i];
          }
        }
        source = longs;
        sourceFrom = 0;
      }
      bounds.longs(source, sourceFrom, present);
      delta.encode(source, sourceFrom, present, page);
      data(levelBytes, next - at, present, PageEncoder.DELTA_BINARY_PACKED);
    }
  }

  void ints(int[] values, int from, int rows, boolean @Nullable [] nulls) {
    for (int at = from, end = from + rows, next; at < end; at = next) {
      next = Math.min(end, at + PAGE_ROWS);
      int present = next - at - levels(nulls, at, next);
      int levelBytes = page.size();
      int[] source = values;
      int sourceFrom = at;
      if (present < next - at) {
        ints = room(ints, present);
        int count = 0;
        for (int i = at; i < next; i++) {
          if (levels[i - at] != 0) {
            ints[count++] = values[i];
          }
        }
        source = ints;
        sourceFrom = 0;
      }
      bounds.ints(source, sourceFrom, present);
      delta.encode(source, sourceFrom, present, page);
      data(levelBytes, next - at, present, PageEncoder.DELTA_BINARY_PACKED);
    }
  }

  void doubles(double[] values, int from, int rows, boolean @Nullable [] nulls) {
    for (int at = from, end = from + rows, next; at < end; at = next) {
      next = Math.min(end, at + PAGE_ROWS);
      int present = next - at - levels(nulls, at, next);
      int levelBytes = page.size();
      doubles = doubles.length < present ? new double[next - at] : doubles;
      int count = 0;
      for (int i = at; i < next; i++) {
        if (present == next - at || levels[i - at] != 0) {
          doubles[count++] = values[i];
        }
      }
      bounds.doubles(doubles, 0, present);
      page.reserve(present * Double.BYTES);
      for (int i = 0; i < present; i++) {
        page.putLong(Double.doubleToRawLongBits(doubles[i]));
      }
      data(levelBytes, next - at, present, PageEncoder.PLAIN);
    }
  }

  /**
   * Each value behind its length (Encodings.md, PLAIN). DELTA_LENGTH_BYTE_ARRAY, lengths apart, was
   * 5 % larger for log messages under zstd level 1 and not faster.
   *
   * @param order where in the offsets the value of each row stands; null: in the order of the rows
   */
  void bytes(
      byte[] data,
      int[] offsets,
      int @Nullable [] order,
      int from,
      int rows,
      boolean @Nullable [] nulls) {
    for (int at = from, end = from + rows, next; at < end; at = next) {
      next = pageEnd(offsets, order, at, end);
      int present = next - at - levels(nulls, at, next);
      boolean all = present == next - at;
      int levelBytes = page.size();
      for (int i = at; i < next; i++) {
        int start = offsets[place(order, i)];
        int length = offsets[place(order, i) + 1] - start;
        if (all || levels[i - at] != 0) {
          page.putInt(length);
          page.put(data, start, length);
          bounds.bytes(data, start, length);
        } else if (length != 0) {
          throw new IllegalArgumentException(
              name() + "row " + (i - from) + ": null with " + length + " bytes (expected: none)");
        }
      }
      data(levelBytes, next - at, present, PageEncoder.PLAIN);
    }
  }

  private static int place(int @Nullable [] order, int row) {
    return order == null ? row : order[row];
  }

  private int pageEnd(int[] offsets, int @Nullable [] order, int from, int end) {
    int limit = Math.min(end, from + PAGE_ROWS);
    long bytes = 0;
    for (int i = from; i < limit; i++) {
      int start = offsets[place(order, i)];
      int behind = offsets[place(order, i) + 1];
      if (behind < start) {
        throw new IllegalArgumentException(
            name() + "offset " + behind + " behind " + start + " (expected: rising)");
      }
      bytes += behind - start;
      if (bytes >= PAGE_BYTES) {
        return i + 1;
      }
    }
    return limit;
  }

  /** Codes become ranks in the order of first use; only the values used are written. */
  void dictionary(int[] codes, int from, int rows, DictionaryValues values) {
    ranks = room(ranks, values.count());
    Arrays.fill(ranks, 0, values.count(), 0);
    page.clear();
    int used = 0;
    for (int i = from; i < from + rows; i++) {
      int code = codes[i];
      if (code >= values.count()) {
        throw new IllegalArgumentException(
            name() + "code " + code + " (expected: less than " + values.count() + ", or -1)");
      }
      if (code >= 0 && ranks[code] == 0) {
        ranks[code] = ++used;
        int length = values.length(code);
        page.putInt(length);
        page.put(values.data(), values.start(code), length);
        bounds.bytes(values.data(), values.start(code), length);
      }
    }
    if (used == 0) {
      allNull(rows);
      return;
    }
    pages.dictionary(page, used);
    int width = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(used - 1));
    for (int at = from, end = from + rows, next; at < end; at = next) {
      next = Math.min(end, at + PAGE_ROWS);
      ints = room(ints, next - at);
      levels = room(levels, next - at);
      int present = 0;
      for (int i = at; i < next; i++) {
        int code = codes[i];
        levels[i - at] = code < 0 ? 0 : 1;
        if (code >= 0) {
          ints[present++] = ranks[code] - 1;
        }
      }
      page.clear();
      putLevels(next - at, next - at - present);
      int levelBytes = page.size();
      page.put(width);
      HybridEncoder.encode(ints, present, width, page);
      data(levelBytes, next - at, present, PageEncoder.RLE_DICTIONARY);
    }
  }

  private void data(int levelBytes, int rows, int present, int encoding) {
    nullCount += rows - present;
    if (present == 0) {
      // Nothing was encoded but a header, which some readers do not expect.
      page.size(levelBytes);
      pages.data(page, levelBytes, rows, rows, PageEncoder.PLAIN);
    } else {
      pages.data(page, levelBytes, rows, rows - present, encoding);
    }
  }

  /** Begins a page with the definition levels of some rows, kept in {@link #levels} when given. */
  private int levels(boolean @Nullable [] nulls, int from, int to) {
    page.clear();
    int rows = to - from;
    int missing = 0;
    if (nulls != null) {
      levels = room(levels, rows);
      for (int i = 0; i < rows; i++) {
        int level = nulls[from + i] ? 0 : 1;
        levels[i] = level;
        missing += 1 - level;
      }
    }
    putLevels(rows, missing);
    return missing;
  }

  private void putLevels(int rows, int missing) {
    if (missing > 0) {
      requireNullable();
      HybridEncoder.encode(levels, rows, 1, page);
    } else if (column.nullable()) {
      HybridEncoder.run(1, rows, 1, page);
    }
  }

  private void requireNullable() {
    if (!column.nullable()) {
      throw new IllegalArgumentException(name() + "a row without a value (expected: one in each)");
    }
  }

  private String name() {
    return "column " + column.name() + ": ";
  }

  /** Room for so many, and for the seven behind them that {@link HybridEncoder} asks for. */
  private static int[] room(int[] array, int count) {
    return array.length < count + 8 ? new int[count + count / 4 + 8] : array;
  }
}
