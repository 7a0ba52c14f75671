package org.hinomi.collector.record.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes a Parquet file, row group by row group, column by column. After {@link #beginRowGroup}
 * each column of the schema is given by one call, in their order, then {@link #endRowGroup} writes
 * them. A file is one only after {@link #finish}: the footer comes last. Nothing is synced; that is
 * the owner's of the channel, as is closing it.
 *
 * <p>Whole numbers are DELTA_BINARY_PACKED, DOUBLE is PLAIN, bytes are PLAIN or RLE_DICTIONARY;
 * each page is compressed with zstd when that makes it smaller. Buffers are kept from one row group
 * to the next and grow to the size of the largest. Not thread-safe.
 */
public final class ParquetWriter implements AutoCloseable {
  static final byte[] MAGIC = {'P', 'A', 'R', '1'};

  /** Larger writes would make the JVM keep as large a direct buffer for each thread. */
  private static final int SLICE = 1 << 18;

  private final Target target;
  private final ParquetSchema schema;
  private final PageEncoder pages;
  private final ColumnEncoder encoder;
  private final List<RowGroup> rowGroups = new ArrayList<>();
  private final List<ColumnChunk> chunks = new ArrayList<>();
  private long offset;
  private int rows;
  private boolean finished;

  /**
   * @param target empty and open for writing; written at absolute positions
   * @param zstdLevel 1 (fast) to 22; negative ones are faster still
   */
  public ParquetWriter(FileChannel target, ParquetSchema schema, int zstdLevel) throws IOException {
    this(target::write, schema, zstdLevel);
  }

  /**
   * Writes to a stream, in order; after an IOException it is of no use.
   *
   * @param target flushed and closed by its owner
   */
  public ParquetWriter(OutputStream target, ParquetSchema schema, int zstdLevel)
      throws IOException {
    this((Target) (bytes, position) -> write(target, bytes), schema, zstdLevel);
  }

  private ParquetWriter(Target target, ParquetSchema schema, int zstdLevel) throws IOException {
    this.target = target;
    this.schema = schema;
    write(target, ByteBuffer.wrap(MAGIC), 0);
    this.offset = MAGIC.length;
    this.pages = new PageEncoder(zstdLevel);
    this.encoder = new ColumnEncoder(pages, schema.columns().getFirst());
  }

  /**
   * Begins a row group; one that was begun and not ended is forgotten.
   *
   * @param rowCount at least 1
   */
  public void beginRowGroup(int rowCount) {
    if (finished) {
      throw new IllegalStateException("the file is finished (expected: no more row groups)");
    }
    if (rowCount < 1) {
      throw new IllegalArgumentException(rowCount + " rows (expected: at least 1)");
    }
    rows = rowCount;
    chunks.clear();
    pages.pages().clear();
  }

  /** A column of INT64 or TIMESTAMP_MICROS: values from {@code from} on. See {@link #bytes}. */
  public void longs(long[] values, int from, boolean @Nullable [] nulls) {
    begin("longs", values.length, from, nulls, ParquetType.INT64, ParquetType.TIMESTAMP_MICROS);
    encoder.longs(values, from, rows, nulls);
    end();
  }

  /** A column of INT32: values from {@code from} on. See {@link #bytes}. */
  public void ints(int[] values, int from, boolean @Nullable [] nulls) {
    begin("ints", values.length, from, nulls, ParquetType.INT32, ParquetType.INT32);
    encoder.ints(values, from, rows, nulls);
    end();
  }

  /** A column of DOUBLE: values from {@code from} on. See {@link #bytes}. */
  public void doubles(double[] values, int from, boolean @Nullable [] nulls) {
    begin("doubles", values.length, from, nulls, ParquetType.DOUBLE, ParquetType.DOUBLE);
    encoder.doubles(values, from, rows, nulls);
    end();
  }

  /**
   * A column of STRING or BINARY with few different values.
   *
   * @param codes from {@code from} on, one a row: an index into the values; negative: null
   */
  public void dictionary(int[] codes, int from, DictionaryValues values) {
    begin("dictionary", codes.length, from, null, ParquetType.STRING, ParquetType.BINARY);
    encoder.dictionary(codes, from, rows, values);
    end();
  }

  /**
   * A column of STRING or BINARY: the value of row {@code i} is {@code data[offsets[from +
   * i]..offsets[from + i + 1])}.
   *
   * @param nulls true at {@code from + i}: row {@code i} has no value, and its value here is
   *     disregarded, except that bytes must be empty; null: all rows have one
   */
  public void bytes(byte[] data, int[] offsets, int from, boolean @Nullable [] nulls) {
    begin("bytes", offsets.length - 1, from, nulls, ParquetType.STRING, ParquetType.BINARY);
    Objects.checkFromToIndex(offsets[from], offsets[from + rows], data.length);
    encoder.bytes(data, offsets, null, from, rows, nulls);
    end();
  }

  /**
   * The same with values that stand in another order: that of row {@code i} is {@code
   * data[offsets[order[i]]..offsets[order[i] + 1])}.
   *
   * @param nulls true at {@code i}: row {@code i} has no value
   */
  public void bytesAt(byte[] data, int[] offsets, int[] order, boolean @Nullable [] nulls) {
    begin("bytesAt", order.length, 0, nulls, ParquetType.STRING, ParquetType.BINARY);
    encoder.bytes(data, offsets, order, 0, rows, nulls);
    end();
  }

  /** A column without any value: a few bytes. */
  public void allNull() {
    encoder.begin(next());
    encoder.allNull(rows);
    end();
  }

  /** Writes the row group. After an IOException it can be written again: nothing has moved. */
  public void endRowGroup() throws IOException {
    if (rows == 0 || chunks.size() != schema.columns().size()) {
      throw new IllegalStateException(
          chunks.size() + " columns (expected: " + schema.columns().size() + ")");
    }
    ByteBuilder bytes = pages.pages();
    write(target, ByteBuffer.wrap(bytes.array(), 0, bytes.size()), offset);
    offset += bytes.size();
    rowGroups.add(new RowGroup(rows, chunks, Map.of()));
    rows = 0;
  }

  /**
   * Writes bytes that belong to the last row group. Readers that do not know them pass over; {@link
   * RowGroup#extras} finds them, and {@link ParquetConcat} takes them along.
   *
   * @param name unique in the row group
   */
  public Extra extra(String name, byte[] bytes, int from, int length) throws IOException {
    if (rows != 0 || finished || rowGroups.isEmpty()) {
      throw new IllegalStateException("extra " + name + " (expected: behind a row group)");
    }
    RowGroup last = rowGroups.getLast();
    if (last.extras().containsKey(name)) {
      throw new IllegalArgumentException("extra " + name + " twice (expected: unique names)");
    }
    Extra extra = Extra.of(bytes, from, length, offset);
    write(target, ByteBuffer.wrap(bytes, from, length), offset);
    offset += length;
    rowGroups.set(rowGroups.size() - 1, last.with(name, extra));
    return extra;
  }

  /**
   * Writes the footer.
   *
   * @param keyValues for the file's metadata; no key begins with {@link ParquetFooter#EXTRA}
   * @return the file's size in bytes
   */
  public long finish(Map<String, String> keyValues) throws IOException {
    if (rows != 0 || finished) {
      throw new IllegalStateException(
          (finished ? "finished before" : "in a row group") + " (expected: behind a row group)");
    }
    offset = new ParquetFooter(schema, rowGroups, keyValues).write(target, offset);
    finished = true;
    return offset;
  }

  /** Gives the compressor's memory back. Does not write, and does not close the channel. */
  @Override
  public void close() {
    pages.close();
  }

  /** Writes all of it at a position, in slices. */
  static void write(Target target, ByteBuffer bytes, long position) throws IOException {
    long at = position;
    int limit = bytes.limit();
    while (bytes.position() < limit) {
      bytes.limit(Math.min(limit, bytes.position() + SLICE));
      at += target.write(bytes, at);
    }
  }

  private static int write(OutputStream target, ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    target.write(bytes.array(), bytes.arrayOffset() + bytes.position(), length);
    bytes.position(bytes.limit());
    return length;
  }

  private void begin(
      String call,
      int length,
      int from,
      boolean @Nullable [] nulls,
      ParquetType type,
      ParquetType other) {
    ParquetColumn column = next();
    if (column.type() != type && column.type() != other) {
      throw new IllegalArgumentException(
          "column " + column.name() + ": " + call + " (expected: values of " + column.type() + ")");
    }
    Objects.checkFromIndexSize(from, rows, length);
    if (nulls != null) {
      Objects.checkFromIndexSize(from, rows, nulls.length);
    }
    encoder.begin(column);
  }

  private ParquetColumn next() {
    if (rows == 0 || chunks.size() == schema.columns().size()) {
      throw new IllegalStateException("a column too many (expected: columns of a row group)");
    }
    return schema.columns().get(chunks.size());
  }

  private void end() {
    chunks.add(encoder.end(offset));
  }
}
