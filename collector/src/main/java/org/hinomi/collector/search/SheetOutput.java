package org.hinomi.collector.search;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.function.Function;
import org.hinomi.collector.record.TableSink.Column;
import org.jspecify.annotations.Nullable;

/** Writes an answer into a sheet, which has its own way to the reader. */
final class SheetOutput<T> implements Output<T> {
  private final Sheet sheet;
  private final List<Column> columns;
  private final Function<T, List<@Nullable Object>> cells;

  SheetOutput(Sheet sheet, List<Column> columns, Function<T, List<@Nullable Object>> cells) {
    this.sheet = sheet;
    this.columns = List.copyOf(columns);
    this.cells = cells;
  }

  @Override
  public void start(Writer out) throws IOException {
    sheet.head(columns);
  }

  @Override
  public void one(Writer out, T found) throws IOException {
    sheet.row(cells.apply(found));
  }

  @Override
  public void end(Writer out, long count, boolean cut, boolean lastDay) throws IOException {
    sheet.end();
  }

  @Override
  public void close() {
    sheet.close();
  }
}
