package org.hinomi.collector.record.parquet;

/**
 * A column of a flat schema.
 *
 * @param name not empty, unique in its schema
 * @param nullable whether rows may lack a value (repetition OPTIONAL, else REQUIRED)
 */
public record ParquetColumn(String name, ParquetType type, boolean nullable) {
  public ParquetColumn {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a column without a name (expected: at least one letter)");
    }
  }
}
