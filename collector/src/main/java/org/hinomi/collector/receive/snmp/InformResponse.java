package org.hinomi.collector.receive.snmp;

import java.util.Arrays;

/**
 * Makes the Response-PDU to an SNMPv2c InformRequest-PDU (RFC 3416, section 4.2.7): the message as
 * it came, with another tag, and with error-status and error-index 0. So it is as long as what the
 * sender could send, and says what the journal holds.
 */
final class InformResponse {
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;
  private static final int OCTET_STRING = 0x04;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int INFORM_REQUEST = 0xA6;
  private static final int RESPONSE = 0xA2;

  private final byte[] message;
  private int at;
  private int end;

  private InformResponse(byte[] message) {
    this.message = message;
    this.end = message.length;
  }

  /**
   * Turns the request in the array into its response.
   *
   * @return how many octets the response has; -1 where the request is not well formed, and the
   *     array is as it was
   */
  static int turn(byte[] message) {
    return new InformResponse(message).turn();
  }

  private int turn() {
    if (!enter(SEQUENCE)) {
      return -1;
    }
    int messageEnd = end;
    if (!skip(INTEGER) || !skip(OCTET_STRING)) {
      return -1;
    }
    int pdu = at;
    if (!enter(INFORM_REQUEST) || !skip(INTEGER)) {
      return -1;
    }
    int errorStatus = at;
    if (!skip(INTEGER)) {
      return -1;
    }
    int errorIndex = at;
    if (!skip(INTEGER) || !varBinds()) {
      return -1;
    }
    message[pdu] = (byte) RESPONSE;
    clear(errorStatus);
    clear(errorIndex);
    return messageEnd;
  }

  private boolean varBinds() {
    if (!enter(SEQUENCE)) {
      return false;
    }
    int last = end;
    while (at < last) {
      end = last;
      if (!enter(SEQUENCE) || !skip(OBJECT_IDENTIFIER) || !isValue() || !skip(tag()) || at != end) {
        return false;
      }
    }
    return true;
  }

  /** Whether a value of RFC 3416, section 3, stands here; noSuchObject and its like are values. */
  private boolean isValue() {
    return switch (tag()) {
      case INTEGER, OCTET_STRING, OBJECT_IDENTIFIER, 0x05, 0x80, 0x81, 0x82 -> true;
      default -> tag() >= 0x40 && tag() <= 0x47 && tag() != 0x45;
    };
  }

  private int tag() {
    return at < end ? message[at] & 0xFF : -1;
  }

  /** Goes to the content of the element here, which is then all that is looked at. */
  private boolean enter(int tag) {
    if (tag() != tag || at + 1 >= end) {
      return false;
    }
    int first = message[at + 1] & 0xFF;
    int octets = first < 0x80 ? 0 : first & 0x7F;
    int content = at + 2 + octets;
    if (first == 0x80 || octets > 4 || content > end) {
      return false;
    }
    long length = octets == 0 ? first : 0;
    for (int i = at + 2; i < content; i++) {
      length = length << 8 | message[i] & 0xFF;
    }
    if (length > end - content) {
      return false;
    }
    at = content;
    end = content + (int) length;
    return true;
  }

  /** Goes behind the element here; an INTEGER or OBJECT IDENTIFIER without content is none. */
  private boolean skip(int tag) {
    int outer = end;
    if (!enter(tag) || (at == end && (tag == INTEGER || tag == OBJECT_IDENTIFIER))) {
      return false;
    }
    at = end;
    end = outer;
    return true;
  }

  /** Makes the INTEGER there 0, as long as it is. */
  private void clear(int integer) {
    at = integer;
    end = message.length;
    if (enter(INTEGER)) {
      Arrays.fill(message, at, end, (byte) 0);
    }
  }
}
