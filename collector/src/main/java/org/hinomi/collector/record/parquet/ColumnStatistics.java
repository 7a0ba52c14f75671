package org.hinomi.collector.record.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a row group's footer says of a column's values (parquet.thrift, Statistics). Bounds are
 * PLAIN encoded, bytes without their length; the buffers are not to be changed.
 *
 * @param min no value is smaller; null: unknown
 * @param minExact whether {@code min} is a value; else it is the beginning of one
 * @param max no value is greater; null: unknown
 * @param maxExact whether {@code max} is a value; else it is greater than all
 */
public record ColumnStatistics(
    long nullCount,
    @Nullable ByteBuffer min,
    boolean minExact,
    @Nullable ByteBuffer max,
    boolean maxExact) {

  /** The smallest value of a column of INT64 or TIMESTAMP_MICROS; empty: unknown. */
  public OptionalLong minLong() {
    return asLong(min);
  }

  /** The greatest value of a column of INT64 or TIMESTAMP_MICROS; empty: unknown. */
  public OptionalLong maxLong() {
    return asLong(max);
  }

  private static OptionalLong asLong(@Nullable ByteBuffer bound) {
    return bound == null || bound.remaining() != Long.BYTES
        ? OptionalLong.empty()
        : OptionalLong.of(
            bound.duplicate().order(ByteOrder.LITTLE_ENDIAN).getLong(bound.position()));
  }
}
