package org.hinomi.collector.receive.snmp;

import java.util.Arrays;

/** Goes through the elements of a BER message in an array, never past the one it is in. */
final class BerCursor {
  static final int SEQUENCE = 0x30;
  static final int INTEGER = 0x02;
  static final int OCTET_STRING = 0x04;
  static final int OBJECT_IDENTIFIER = 0x06;
  static final int INFORM_REQUEST = 0xA6;

  private final byte[] bytes;
  private int at;
  private int end;

  BerCursor(byte[] bytes) {
    this.bytes = bytes;
    this.end = bytes.length;
  }

  int at() {
    return at;
  }

  /** Where the element ends that was entered last. */
  int end() {
    return end;
  }

  /** Goes on in an element around this one, which ends there. */
  void widen(int outerEnd) {
    end = outerEnd;
  }

  /** The tag of the element here; -1 at the end. */
  int tag() {
    return at < end ? bytes[at] & 0xFF : -1;
  }

  /** Whether a value of RFC 3416, section 3, stands here; noSuchObject and its like are values. */
  boolean isValue() {
    return switch (tag()) {
      case INTEGER, OCTET_STRING, OBJECT_IDENTIFIER, 0x05, 0x80, 0x81, 0x82 -> true;
      default -> tag() >= 0x40 && tag() <= 0x47 && tag() != 0x45;
    };
  }

  /** Goes to the content of the element here, which is then all that is looked at. */
  boolean enter(int tag) {
    if (tag() != tag || at + 1 >= end) {
      return false;
    }
    int first = bytes[at + 1] & 0xFF;
    int octets = first < 0x80 ? 0 : first & 0x7F;
    int content = at + 2 + octets;
    if (first == 0x80 || octets > 4 || content > end) {
      return false;
    }
    long length = octets == 0 ? first : 0;
    for (int i = at + 2; i < content; i++) {
      length = length << 8 | bytes[i] & 0xFF;
    }
    if (length > end - content) {
      return false;
    }
    at = content;
    end = content + (int) length;
    return true;
  }

  /** Goes behind the element here; an INTEGER or OBJECT IDENTIFIER without content is none. */
  boolean skip(int tag) {
    int outer = end;
    if (!enter(tag) || (at == end && (tag == INTEGER || tag == OBJECT_IDENTIFIER))) {
      return false;
    }
    at = end;
    end = outer;
    return true;
  }

  /** Goes behind several such elements. */
  boolean skip(int tag, int times) {
    for (int i = 0; i < times; i++) {
      if (!skip(tag)) {
        return false;
      }
    }
    return true;
  }

  /** From the beginning of a scoped PDU (RFC 3412, section 6) to the PDU in it. */
  boolean enterScopedPdu() {
    return enter(SEQUENCE) && skip(OCTET_STRING, 2);
  }

  /** The INTEGER here, and goes behind it; 0 where there is none of at most 4 octets. */
  int integer() {
    int outer = end;
    if (!enter(INTEGER) || at == end || end - at > 4) {
      return 0;
    }
    int value = bytes[at];
    for (int i = at + 1; i < end; i++) {
      value = value << 8 | bytes[i] & 0xFF;
    }
    at = end;
    end = outer;
    return value;
  }

  /** Makes the INTEGER there 0, as long as it is. */
  void clear(int integer) {
    at = integer;
    end = bytes.length;
    if (enter(INTEGER)) {
      Arrays.fill(bytes, at, end, (byte) 0);
    }
  }
}
