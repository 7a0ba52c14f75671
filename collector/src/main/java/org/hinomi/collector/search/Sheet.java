package org.hinomi.collector.search;

import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneId;
import java.util.List;
import org.hinomi.collector.record.TableSink.Column;
import org.jspecify.annotations.Nullable;

/** A file of rows for other programs, written as the rows come. */
interface Sheet extends AutoCloseable {
  /** Begins it; called once, before the first row. */
  void head(List<Column> columns) throws IOException;

  /**
   * Adds a row.
   *
   * @param cells Number, Boolean, {@link RowOutput.Moment} or text; null: none
   */
  void row(List<? extends @Nullable Object> cells) throws IOException;

  /** Completes it; without this it is no file. */
  void end() throws IOException;

  /** Gives memory back, and leaves the stream open. */
  @Override
  void close();

  /**
   * Makes one.
   *
   * @param format XLSX or PARQUET
   * @param zone of the times that people read
   */
  static Sheet of(Format format, OutputStream out, ZoneId zone) {
    return switch (format) {
      case XLSX -> new XlsxSheet(out, zone);
      case PARQUET -> new ParquetSheet(out);
      case TABLE, JSON, CSV -> throw new IllegalArgumentException(format + " is text");
    };
  }
}
