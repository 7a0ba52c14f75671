package org.hinomi.collector.search;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.record.TableSink.Column;
import org.hinomi.collector.record.TableSink.Kind;
import org.hinomi.collector.record.parquet.DictionaryValues;
import org.hinomi.collector.record.parquet.ParquetColumn;
import org.hinomi.collector.record.parquet.ParquetSchema;
import org.hinomi.collector.record.parquet.ParquetType;
import org.hinomi.collector.record.parquet.ParquetWriter;
import org.jspecify.annotations.Nullable;

/** A Parquet file; the rows of one row group are held. */
final class ParquetSheet implements Sheet {
  private static final int GROUP_ROWS = 16_384;
  private static final int GROUP_BYTES = 16 << 20;
  private static final int ZSTD_LEVEL = 3;

  private final OutputStream out;
  private @Nullable ParquetWriter writer;
  private List<Values> columns = List.of();
  private int rows;
  private long bytes;

  ParquetSheet(OutputStream out) {
    this.out = out;
  }

  @Override
  public void head(List<Column> columns) throws IOException {
    this.columns = columns.stream().map(Values::new).toList();
    writer =
        new ParquetWriter(
            out,
            new ParquetSchema(
                columns.stream()
                    .map(column -> new ParquetColumn(column.name(), type(column.kind()), true))
                    .toList()),
            ZSTD_LEVEL);
  }

  private static ParquetType type(Kind kind) {
    return switch (kind) {
      case WHOLE -> ParquetType.INT64;
      case NUMBER -> ParquetType.DOUBLE;
      case TIME -> ParquetType.TIMESTAMP_MICROS;
      case TEXT -> ParquetType.STRING;
    };
  }

  @Override
  public void row(List<? extends @Nullable Object> cells) throws IOException {
    for (int i = 0; i < cells.size(); i++) {
      bytes += columns.get(i).set(rows, cells.get(i));
    }
    rows++;
    if (rows == GROUP_ROWS || bytes >= GROUP_BYTES) {
      group();
    }
  }

  private void group() throws IOException {
    if (writer == null || rows == 0) {
      return;
    }
    writer.beginRowGroup(rows);
    for (Values column : columns) {
      column.write(writer, rows);
    }
    writer.endRowGroup();
    rows = 0;
    bytes = 0;
  }

  @Override
  public void end() throws IOException {
    group();
    if (writer != null) {
      writer.finish(Map.of());
    }
    out.flush();
  }

  @Override
  public void close() {
    if (writer != null) {
      writer.close();
    }
  }

  /** A column of the row group that gathers. */
  private static final class Values {
    private final Column column;
    private final boolean[] nulls = new boolean[GROUP_ROWS];
    private final long[] longs;
    private final double[] doubles;
    private final int[] offsets;
    private final int[] codes;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    Values(Column column) {
      this.column = column;
      Kind kind = column.kind();
      longs = new long[kind == Kind.WHOLE || kind == Kind.TIME ? GROUP_ROWS : 0];
      doubles = new double[kind == Kind.NUMBER ? GROUP_ROWS : 0];
      offsets = new int[kind == Kind.TEXT ? GROUP_ROWS + 1 : 0];
      codes = new int[kind == Kind.TEXT ? GROUP_ROWS : 0];
    }

    /** Sets a value; gives its bytes. */
    int set(int row, @Nullable Object value) throws IOException {
      nulls[row] = value == null;
      switch (column.kind()) {
        case WHOLE -> longs[row] = whole(value);
        case NUMBER -> doubles[row] = number(value);
        case TIME -> longs[row] = value instanceof RowOutput.Moment at ? at.micros() : 0;
        case TEXT -> {
          byte[] utf8 =
              value == null ? new byte[0] : value.toString().getBytes(StandardCharsets.UTF_8);
          text.write(utf8);
          offsets[row + 1] = text.size();
          codes[row] = value == null ? -1 : row;
          return utf8.length;
        }
      }
      return Long.BYTES;
    }

    private long whole(@Nullable Object value) throws IOException {
      return switch (value) {
        case null -> 0;
        case Boolean truth -> truth ? 1 : 0;
        case BigInteger large when large.bitLength() > 63 ->
            throw new IOException(
                column.name() + ": " + large + " (expected: at most 64 bits; CAST it to VARCHAR)");
        case Number number -> number.longValue();
        default -> throw new IOException(column.name() + ": " + value + " (expected: a number)");
      };
    }

    private double number(@Nullable Object value) throws IOException {
      return switch (value) {
        case null -> 0;
        case BigDecimal decimal -> decimal.doubleValue();
        case Number number -> number.doubleValue();
        default -> throw new IOException(column.name() + ": " + value + " (expected: a number)");
      };
    }

    void write(ParquetWriter to, int rows) {
      switch (column.kind()) {
        case WHOLE, TIME -> to.longs(longs, 0, nulls);
        case NUMBER -> to.doubles(doubles, 0, nulls);
        case TEXT -> {
          to.bytes(codes, 0, new DictionaryValues(text.toByteArray(), offsets, rows));
          text.reset();
        }
      }
    }
  }
}
