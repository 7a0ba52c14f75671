package org.hinomi.collector.record.parquet;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes FileMetaData; the numbers of the fields are those of parquet.thrift. */
final class FooterEncoder {
  static final int VERSION = 2;
  static final int OPTIONAL = 1;
  static final int CONVERTED_UTF8 = 0;
  static final int LOGICAL_STRING = 1;
  static final int LOGICAL_TIMESTAMP = 8;
  static final int UNIT_MICROS = 2;

  /** Other readers tell writers with known faults by this: NAME version VERSION. */
  private static final String CREATED_BY = "hinomi version 1";

  private FooterEncoder() {}

  static void encode(ParquetFooter footer, ByteBuilder bytes) {
    CompactWriter out = new CompactWriter(bytes);
    List<ParquetColumn> columns = footer.schema().columns();
    out.begin();
    out.i32(1, VERSION);
    out.list(2, CompactWriter.STRUCT, columns.size() + 1);
    out.begin();
    out.string(4, "schema");
    out.i32(5, columns.size());
    out.end();
    for (ParquetColumn column : columns) {
      column(column, out);
    }
    out.i64(3, footer.rows());
    out.list(4, CompactWriter.STRUCT, footer.rowGroups().size());
    for (RowGroup rowGroup : footer.rowGroups()) {
      rowGroup(rowGroup, columns, out);
    }
    keyValues(footer, out);
    out.string(6, CREATED_BY);
    // Without these readers disregard min_value and max_value.
    out.list(7, CompactWriter.STRUCT, columns.size());
    for (int i = 0; i < columns.size(); i++) {
      out.begin();
      out.begin(1);
      out.end();
      out.end();
    }
    out.end();
  }

  private static void column(ParquetColumn column, CompactWriter out) {
    out.begin();
    out.i32(1, column.type().physical());
    out.i32(3, column.nullable() ? OPTIONAL : 0);
    out.string(4, column.name());
    if (column.type() == ParquetType.STRING) {
      out.i32(6, CONVERTED_UTF8);
      out.begin(10);
      out.begin(LOGICAL_STRING);
      out.end();
      out.end();
    } else if (column.type() == ParquetType.TIMESTAMP_MICROS) {
      out.begin(10);
      out.begin(LOGICAL_TIMESTAMP);
      out.bool(1, false);
      out.begin(2);
      out.begin(UNIT_MICROS);
      out.end();
      out.end();
      out.end();
      out.end();
    }
    out.end();
  }

  private static void rowGroup(RowGroup rowGroup, List<ParquetColumn> columns, CompactWriter out) {
    out.begin();
    out.list(1, CompactWriter.STRUCT, columns.size());
    long uncompressed = 0;
    for (int i = 0; i < columns.size(); i++) {
      ColumnChunk chunk = rowGroup.chunks().get(i);
      out.begin();
      out.i64(2, 0);
      out.begin(3);
      metadata(columns.get(i), chunk, rowGroup.rows(), out);
      out.end();
      out.end();
      uncompressed += chunk.uncompressedBytes();
    }
    out.i64(2, uncompressed);
    out.i64(3, rowGroup.rows());
    out.i64(5, rowGroup.start());
    out.i64(6, rowGroup.end() - rowGroup.start());
    out.end();
  }

  private static void metadata(
      ParquetColumn column, ColumnChunk chunk, long rows, CompactWriter out) {
    out.i32(1, column.type().physical());
    out.list(2, CompactWriter.I32, chunk.encodings().size());
    for (int encoding : chunk.encodings()) {
      out.number(encoding);
    }
    out.list(3, CompactWriter.BINARY, 1);
    out.string(column.name());
    out.i32(4, chunk.codec());
    out.i64(5, rows);
    out.i64(6, chunk.uncompressedBytes());
    out.i64(7, chunk.compressedBytes());
    out.i64(9, chunk.dataPage());
    if (chunk.dictionaryPage() >= 0) {
      out.i64(11, chunk.dictionaryPage());
    }
    out.begin(12);
    ColumnStatistics statistics = chunk.statistics();
    ByteBuffer max = statistics.max();
    ByteBuffer min = statistics.min();
    out.i64(3, statistics.nullCount());
    if (max != null) {
      out.binary(5, max);
    }
    if (min != null) {
      out.binary(6, min);
    }
    if (max != null) {
      out.bool(7, statistics.maxExact());
    }
    if (min != null) {
      out.bool(8, statistics.minExact());
    }
    out.end();
  }

  private static void keyValues(ParquetFooter footer, CompactWriter out) {
    Map<String, String> all = new TreeMap<>(footer.keyValues());
    for (int i = 0; i < footer.rowGroups().size(); i++) {
      for (Map.Entry<String, Extra> entry : footer.rowGroups().get(i).extras().entrySet()) {
        Extra extra = entry.getValue();
        all.put(
            ParquetFooter.EXTRA + i + "." + entry.getKey(),
            extra.offset() + " " + extra.length() + " " + Integer.toHexString(extra.checksum()));
      }
    }
    if (!all.isEmpty()) {
      out.list(5, CompactWriter.STRUCT, all.size());
      all.forEach(
          (key, value) -> {
            out.begin();
            out.string(1, key);
            out.string(2, value);
            out.end();
          });
    }
  }
}
