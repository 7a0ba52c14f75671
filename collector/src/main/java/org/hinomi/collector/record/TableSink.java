package org.hinomi.collector.record;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes a table: its columns once, then row by row. An exception ends the question. */
public interface TableSink {
  void columns(List<Column> columns) throws IOException;

  /**
   * Takes a row.
   *
   * @param values Long, BigInteger, Double, BigDecimal, Boolean or String; null: none. In a column
   *     of times a Long, microseconds since 1970
   */
  void row(List<@Nullable Object> values) throws IOException;

  /** A column's name, as the statement has it, and what it holds. */
  record Column(String name, Kind kind) {}

  /** What a column holds. */
  enum Kind {
    /** Whole numbers, and truth. */
    WHOLE,
    NUMBER,
    TIME,
    TEXT
  }
}
