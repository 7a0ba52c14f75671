package org.hinomi.collector.record.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the smallest and the greatest value of a column chunk, in the type's own order
 * (parquet.thrift, ColumnOrder): numbers signed, bytes unsigned. Not thread-safe.
 */
final class Bounds {
  /** Longer bounds of bytes are cut: they would make the footer large and prune no better. */
  static final int MAX_BYTES = 64;

  private static final VarHandle PREFIX =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private long minLong;
  private long maxLong;
  private double minDouble;
  private double maxDouble;
  private boolean nan;
  private byte[] data = {};
  private int minFrom;
  private int minLength;
  private int maxFrom;
  private int maxLength;
  private long minPrefix;
  private long maxPrefix;
  private boolean any;

  void clear() {
    any = false;
    nan = false;
    data = new byte[0];
  }

  void longs(long[] values, int from, int count) {
    long min = any ? minLong : Long.MAX_VALUE;
    long max = any ? maxLong : Long.MIN_VALUE;
    for (int i = from; i < from + count; i++) {
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
    }
    minLong = min;
    maxLong = max;
    any |= count > 0;
  }

  void ints(int[] values, int from, int count) {
    long min = any ? minLong : Long.MAX_VALUE;
    long max = any ? maxLong : Long.MIN_VALUE;
    for (int i = from; i < from + count; i++) {
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
    }
    minLong = min;
    maxLong = max;
    any |= count > 0;
  }

  void doubles(double[] values, int from, int count) {
    double min = any ? minDouble : Double.POSITIVE_INFINITY;
    double max = any ? maxDouble : Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + count; i++) {
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
    }
    // Math.min and Math.max give NaN when one value is; there is no order then.
    nan |= Double.isNaN(min);
    minDouble = min;
    maxDouble = max;
    any |= count > 0;
  }

  /** A value of bytes; all of a chunk stand in one array. */
  void bytes(byte[] source, int from, int length) {
    long prefix = prefix(source, from, length);
    if (!any) {
      any = true;
      data = source;
      min(from, length, prefix);
      max(from, length, prefix);
      return;
    }
    int low = Long.compareUnsigned(prefix, minPrefix);
    if (low < 0 || low == 0 && compare(from, length, minFrom, minLength) < 0) {
      min(from, length, prefix);
      return;
    }
    int high = Long.compareUnsigned(prefix, maxPrefix);
    if (high > 0 || high == 0 && compare(from, length, maxFrom, maxLength) > 0) {
      max(from, length, prefix);
    }
  }

  private void min(int from, int length, long prefix) {
    minFrom = from;
    minLength = length;
    minPrefix = prefix;
  }

  private void max(int from, int length, long prefix) {
    maxFrom = from;
    maxLength = length;
    maxPrefix = prefix;
  }

  private int compare(int from, int length, int otherFrom, int otherLength) {
    return Arrays.compareUnsigned(
        data, from, from + length, data, otherFrom, otherFrom + otherLength);
  }

  /** The first eight bytes, zeros behind a shorter value: smaller here is smaller as a whole. */
  private static long prefix(byte[] source, int from, int length) {
    if (length >= Long.BYTES) {
      return (long) PREFIX.get(source, from);
    }
    long prefix = 0;
    for (int i = 0; i < length; i++) {
      prefix |= (source[from + i] & 0xFFL) << 56 - 8 * i;
    }
    return prefix;
  }

  /** What was gathered; bounds are unknown when there was no value. */
  ColumnStatistics statistics(ParquetType type, long nullCount) {
    if (!any || nan) {
      return new ColumnStatistics(nullCount, null, false, null, false);
    }
    return switch (type) {
      case INT32 -> exact(nullCount, number(Integer.BYTES, minLong), number(4, maxLong));
      case INT64, TIMESTAMP_MICROS -> exact(nullCount, number(8, minLong), number(8, maxLong));
      case DOUBLE ->
          // parquet.thrift, TypeDefinedOrder: a zero is -0.0 as a minimum and +0.0 as a maximum.
          exact(
              nullCount,
              number(8, Double.doubleToRawLongBits(minDouble == 0 ? -0.0 : minDouble)),
              number(8, Double.doubleToRawLongBits(maxDouble == 0 ? 0.0 : maxDouble)));
      case STRING, BINARY -> {
        boolean text = type == ParquetType.STRING;
        ByteBuffer max = upper(text);
        yield new ColumnStatistics(
            nullCount,
            copy(minFrom, cut(minFrom, minLength, text)),
            minLength <= MAX_BYTES,
            max,
            max != null && maxLength <= MAX_BYTES);
      }
    };
  }

  private static ColumnStatistics exact(long nullCount, ByteBuffer min, ByteBuffer max) {
    return new ColumnStatistics(nullCount, min, true, max, true);
  }

  private static ByteBuffer number(int length, long value) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (value >>> 8 * i);
    }
    return ByteBuffer.wrap(bytes);
  }

  private ByteBuffer copy(int from, int length) {
    return ByteBuffer.wrap(Arrays.copyOfRange(data, from, from + length));
  }

  /** The length of a bound that ends with a whole character. */
  private int cut(int from, int length, boolean text) {
    if (length <= MAX_BYTES) {
      return length;
    }
    int cut = MAX_BYTES;
    while (text && cut > 0 && isContinuation(data[from + cut])) {
      cut--;
    }
    return cut;
  }

  /** The greatest value; when too long the next greater one that is short; null: there is none. */
  private @Nullable ByteBuffer upper(boolean text) {
    int length = cut(maxFrom, maxLength, text);
    if (length == maxLength) {
      return copy(maxFrom, length);
    }
    // The last byte that can grow. In UTF-8 (RFC 3629 section 4) every value of a last byte of a
    // character is allowed up to its limit; a first byte of several is not touched.
    for (int last = length - 1; last >= 0; last--) {
      int value = data[maxFrom + last] & 0xFF;
      boolean grows = text ? value < 0x7F || value >= 0x80 && value < 0xBF : value < 0xFF;
      if (grows) {
        byte[] bound = Arrays.copyOfRange(data, maxFrom, maxFrom + last + 1);
        bound[last]++;
        return ByteBuffer.wrap(bound);
      }
      while (text && last > 0 && isContinuation(data[maxFrom + last])) {
        last--;
      }
    }
    return null;
  }

  private static boolean isContinuation(byte value) {
    return (value & 0xC0) == 0x80;
  }
}
