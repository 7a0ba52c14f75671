package org.hinomi.collector.record.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link CompactWriter} writes, and skips the fields that it does not. Bytes that are no
 * compact protocol, or end early, give an IOException that says where.
 */
final class CompactReader {
  private static final int BYTE = 3;
  private static final int DOUBLE = 7;
  private static final int SET = 10;
  private static final int MAP = 11;

  private final byte[] bytes;
  private final int[] lastFields = new int[CompactWriter.MAX_DEPTH];
  private int depth;
  private int at;
  private int type;

  CompactReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** How many bytes are read. */
  int position() {
    return at;
  }

  /** Begins a struct that stands alone or in a list. */
  void begin() throws IOException {
    if (depth + 1 == lastFields.length) {
      throw wrong("structs in each other", "at most " + lastFields.length);
    }
    lastFields[++depth] = 0;
  }

  /** Begins the struct that the current field is. */
  void beginField() throws IOException {
    expect(CompactWriter.STRUCT);
    begin();
  }

  /** The number of the next field; 0: the struct has ended. Each field is then read or skipped. */
  int next() throws IOException {
    int header = readByte();
    if (header == 0) {
      depth--;
      return 0;
    }
    type = header & 0xF;
    int step = header >> 4;
    int field = step == 0 ? (int) zigzag() : lastFields[depth] + step;
    if (field <= 0 || field > Short.MAX_VALUE) {
      throw wrong("field " + field, "1 to " + Short.MAX_VALUE);
    }
    lastFields[depth] = field;
    return field;
  }

  boolean bool() throws IOException {
    if (type != CompactWriter.TRUE && type != CompactWriter.FALSE) {
      throw wrong("type " + type, "a boolean");
    }
    return type == CompactWriter.TRUE;
  }

  int i32() throws IOException {
    expect(CompactWriter.I32);
    long value = zigzag();
    if (value != (int) value) {
      throw wrong("number " + value, "one of 32 bits");
    }
    return (int) value;
  }

  long i64() throws IOException {
    expect(CompactWriter.I64);
    return zigzag();
  }

  String string() throws IOException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(binary()).toString();
    } catch (CharacterCodingException e) {
      throw new IOException(
          "bytes before byte " + at + " of the footer (expected: text in UTF-8)", e);
    }
  }

  ByteBuffer binary() throws IOException {
    expect(CompactWriter.BINARY);
    int length = length();
    ByteBuffer value = ByteBuffer.wrap(bytes, at, length).slice();
    at += length;
    return value;
  }

  /** The size of the list that the current field is; its elements follow. */
  int list(int elementType) throws IOException {
    expect(CompactWriter.LIST);
    int header = readByte();
    if ((header & 0xF) != elementType) {
      throw wrong("a list of type " + (header & 0xF), "of type " + elementType);
    }
    type = elementType;
    return header >> 4 == 15 ? length() : header >> 4;
  }

  /** Leaves out the current field. */
  void skip() throws IOException {
    skip(type, 0);
  }

  private void skip(int skipped, int level) throws IOException {
    if (level == CompactWriter.MAX_DEPTH) {
      throw wrong("values in each other", "at most " + CompactWriter.MAX_DEPTH);
    }
    switch (skipped) {
      case CompactWriter.TRUE, CompactWriter.FALSE -> {}
      case BYTE -> readByte();
      case 4, CompactWriter.I32, CompactWriter.I64 -> varint();
      case DOUBLE -> skipBytes(Double.BYTES);
      case CompactWriter.BINARY -> skipBytes(length());
      case CompactWriter.LIST, SET -> {
        int header = readByte();
        int size = header >> 4 == 15 ? length() : header >> 4;
        for (int i = 0; i < size; i++) {
          skipElement(header & 0xF, level);
        }
      }
      case MAP -> {
        int size = length();
        int types = size == 0 ? 0 : readByte();
        for (int i = 0; i < size; i++) {
          skipElement(types >> 4, level);
          skipElement(types & 0xF, level);
        }
      }
      case CompactWriter.STRUCT -> {
        for (int header = readByte(); header != 0; header = readByte()) {
          if (header >> 4 == 0) {
            varint();
          }
          skip(header & 0xF, level + 1);
        }
      }
      default -> throw wrong("type " + skipped, "1 to 12");
    }
  }

  private void skipElement(int element, int level) throws IOException {
    if (element == CompactWriter.TRUE || element == CompactWriter.FALSE) {
      readByte();
    } else {
      skip(element, level + 1);
    }
  }

  private void skipBytes(int count) throws IOException {
    if (count > bytes.length - at) {
      throw wrong(count + " bytes", "at most the " + (bytes.length - at) + " that are left");
    }
    at += count;
  }

  /** A count of things that take a byte at least: no more than bytes are left. */
  private int length() throws IOException {
    long value = varint();
    if (value < 0 || value > bytes.length - at) {
      throw wrong("length " + value, "at most the " + (bytes.length - at) + " bytes left");
    }
    return (int) value;
  }

  /** An element of a list of numbers. */
  long zigzag() throws IOException {
    long value = varint();
    return value >>> 1 ^ -(value & 1);
  }

  private long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      int next = readByte();
      value |= (next & 0x7FL) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw wrong("a number longer than 10 bytes", "at most 10");
  }

  private int readByte() throws IOException {
    if (at == bytes.length) {
      throw wrong("the end", "more");
    }
    return bytes[at++] & 0xFF;
  }

  private void expect(int expected) throws IOException {
    if (type != expected) {
      throw wrong("type " + type, "type " + expected);
    }
  }

  private IOException wrong(String found, String expected) {
    return new IOException(
        found + " before byte " + at + " of the footer (expected: " + expected + ")");
  }
}
