package org.hinomi.collector.record.parquet;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The columns of a file, in the order in which each row group stores them. */
public record ParquetSchema(List<ParquetColumn> columns) {
  public ParquetSchema {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("a schema without columns (expected: at least one)");
    }
    Set<String> names = new HashSet<>();
    for (ParquetColumn column : columns) {
      if (!names.add(column.name())) {
        throw new IllegalArgumentException(
            "column " + column.name() + ": named twice (expected: unique names)");
      }
    }
  }
}
