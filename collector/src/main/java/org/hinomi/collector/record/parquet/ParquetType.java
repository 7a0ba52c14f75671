package org.hinomi.collector.record.parquet;

/** What a column holds: a physical type and, for some, a logical type (LogicalTypes.md). */
public enum ParquetType {
  /** Signed, 32 bits. */
  INT32(1),
  /** Signed, 64 bits. */
  INT64(2),
  /**
   * INT64: microseconds since 1970-01-01T00:00:00, written with {@code isAdjustedToUTC=false} so
   * that it reads back as SQL's TIMESTAMP. That the values are UTC is the table's own agreement.
   */
  TIMESTAMP_MICROS(2),
  /** IEEE 754, 64 bits. */
  DOUBLE(5),
  /** BYTE_ARRAY, UTF-8. The writer does not check that it is; readers may refuse what is not. */
  STRING(6),
  /** BYTE_ARRAY without a logical type. */
  BINARY(6);

  private final int physical;

  ParquetType(int physical) {
    this.physical = physical;
  }

  /** The number of {@code enum Type} in parquet.thrift. */
  int physical() {
    return physical;
  }

  boolean isBytes() {
    return this == STRING || this == BINARY;
  }

  boolean isLong() {
    return this == INT64 || this == TIMESTAMP_MICROS;
  }
}
