package org.hinomi.collector.record.parquet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Thrift's compact protocol, as much as Parquet needs
 * (thrift/doc/specs/thrift-compact-protocol.md). Fields are written in rising order of their
 * number.
 */
final class CompactWriter {
  static final int TRUE = 1;
  static final int FALSE = 2;
  static final int I32 = 5;
  static final int I64 = 6;
  static final int BINARY = 8;
  static final int LIST = 9;
  static final int STRUCT = 12;
  static final int MAX_DEPTH = 16;

  private final ByteBuilder out;
  private final int[] lastFields = new int[MAX_DEPTH];
  private int depth;

  CompactWriter(ByteBuilder out) {
    this.out = out;
  }

  /** Begins a struct that stands alone or in a list. */
  void begin() {
    lastFields[++depth] = 0;
  }

  /** Begins a struct that is a field of another. */
  void begin(int field) {
    header(field, STRUCT);
    begin();
  }

  void end() {
    out.put(0);
    depth--;
  }

  void bool(int field, boolean value) {
    header(field, value ? TRUE : FALSE);
  }

  void i32(int field, int value) {
    header(field, I32);
    out.putZigzag(value);
  }

  void i64(int field, long value) {
    header(field, I64);
    out.putZigzag(value);
  }

  void string(int field, String value) {
    header(field, BINARY);
    string(value);
  }

  void binary(int field, ByteBuffer value) {
    header(field, BINARY);
    out.putVarint(value.remaining());
    for (int i = value.position(); i < value.limit(); i++) {
      out.put(value.get(i));
    }
  }

  /** Begins a list; its elements follow. */
  void list(int field, int elementType, int size) {
    header(field, LIST);
    if (size < 15) {
      out.put(size << 4 | elementType);
    } else {
      out.put(0xF0 | elementType);
      out.putVarint(size);
    }
  }

  /** An element of a list of strings. */
  void string(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    out.putVarint(bytes.length);
    out.put(bytes, 0, bytes.length);
  }

  /** An element of a list of numbers. */
  void number(long value) {
    out.putZigzag(value);
  }

  private void header(int field, int type) {
    int step = field - lastFields[depth];
    if (step <= 0 || step > 15) {
      throw new IllegalStateException(
          "field " + field + " behind " + lastFields[depth] + " (expected: 1 to 15 further)");
    }
    out.put(step << 4 | type);
    lastFields[depth] = field;
  }
}
