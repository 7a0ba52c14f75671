package org.hinomi.collector.record.columns;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.hinomi.collector.record.parquet.DictionaryValues;
import org.hinomi.collector.record.parquet.ParquetWriter;
import org.jspecify.annotations.Nullable;

/** A column of texts that repeat: each row is a code in a dictionary. Not thread-safe. */
public final class TextColumn {
  private static final int NULL = -1;

  private final Map<String, Integer> codeOf = new HashMap<>();
  private byte[] values = new byte[1 << 10];
  private int[] offsets = new int[1 << 6];
  private int[] codes = new int[1 << 10];
  private int rows;
  private boolean present;
  private @Nullable String last;
  private int lastCode;

  public void add(@Nullable String text) {
    if (rows == codes.length) {
      codes = Arrays.copyOf(codes, rows * 2);
    }
    codes[rows++] = text == null ? NULL : code(text);
  }

  /** Decoders give the same object again and again, which needs no look into the map. */
  @SuppressWarnings("ReferenceEquality")
  private int code(String text) {
    if (text == last) {
      return lastCode;
    }
    present = true;
    Integer known = codeOf.get(text);
    if (known == null) {
      known = codeOf.size();
      codeOf.put(text, known);
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      int start = offsets[known];
      if (known + 2 > offsets.length) {
        offsets = Arrays.copyOf(offsets, offsets.length * 2);
      }
      if (start + bytes.length > values.length) {
        values = Arrays.copyOf(values, Math.max(values.length * 2, start + bytes.length));
      }
      System.arraycopy(bytes, 0, values, start, bytes.length);
      offsets[known + 1] = start + bytes.length;
    }
    last = text;
    lastCode = known;
    return known;
  }

  /** Bytes of the dictionary. */
  public int size() {
    return offsets[codeOf.size()];
  }

  /** Takes back the rows from {@code count} on; their texts stay in the dictionary. */
  public void cut(int count) {
    rows = Math.min(rows, count);
  }

  public void clear() {
    codeOf.clear();
    rows = 0;
    present = false;
    last = null;
    offsets[0] = 0;
  }

  /** The number of a row's text, the same for equal ones; -1: none. */
  public int code(int row) {
    return codes[row];
  }

  /** The text with this number. */
  public String text(int code) {
    return new String(
        values, offsets[code], offsets[code + 1] - offsets[code], StandardCharsets.UTF_8);
  }

  /** Gives each value of these rows once. */
  public void distinct(int[] order, Consumer<String> sink) {
    BitSet given = new BitSet(codeOf.size());
    for (int row : order) {
      int code = codes[row];
      if (code != NULL && !given.get(code)) {
        given.set(code);
        sink.accept(text(code));
      }
    }
  }

  public void write(ParquetWriter writer, int[] order, int count) {
    if (!present) {
      writer.allNull();
      return;
    }
    int[] sorted = new int[count];
    for (int i = 0; i < count; i++) {
      sorted[i] = codes[order[i]];
    }
    writer.dictionary(sorted, 0, new DictionaryValues(values, offsets, codeOf.size()));
  }
}
