package org.hinomi.collector.receive.snmp;

import io.netty.buffer.ByteBuf;

/**
 * What the first octets of a datagram say: whether it is an SNMP message in BER (RFC 3417, section
 * 8) at all, and whether its sender waits for an answer. The rest is for the decoder.
 */
enum SnmpHead {
  /** Not {@code SEQUENCE { INTEGER version, … }} of the length the datagram has. */
  NOT_BER,
  /** A message nobody waits for an answer to: a trap, or what has no place here. */
  UNANSWERED,
  /** SNMPv3: who waits for an answer is told by what it holds. */
  VERSION_3,
  /** An SNMPv2c InformRequest-PDU (RFC 3416, section 4.2.7). */
  INFORM;

  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;
  private static final int OCTET_STRING = 0x04;
  private static final int INFORM_REQUEST = 0xA6;
  private static final int VERSION_2C = 1;
  private static final int VERSION_3_NUMBER = 3;

  /** Reads the head of the message in the readable octets, and leaves the buffer as it is. */
  static SnmpHead of(ByteBuf bytes) {
    int from = bytes.readerIndex();
    int to = bytes.writerIndex();
    int version = enter(bytes, from, to, SEQUENCE);
    if (version < 0) {
      return NOT_BER;
    }
    int messageEnd = end(bytes, from);
    if (messageEnd > to) {
      return NOT_BER;
    }
    int versionValue = enter(bytes, version, messageEnd, INTEGER);
    if (versionValue < 0) {
      return NOT_BER;
    }
    int community = end(bytes, version);
    if (community > messageEnd || community == versionValue) {
      return NOT_BER;
    }
    if (community - versionValue != 1 || bytes.getByte(versionValue) != VERSION_2C) {
      return community - versionValue == 1 && bytes.getByte(versionValue) == VERSION_3_NUMBER
          ? VERSION_3
          : UNANSWERED;
    }
    if (enter(bytes, community, messageEnd, OCTET_STRING) < 0) {
      return NOT_BER;
    }
    int pdu = end(bytes, community);
    if (pdu > messageEnd) {
      return NOT_BER;
    }
    return pdu < messageEnd && bytes.getUnsignedByte(pdu) == INFORM_REQUEST ? INFORM : UNANSWERED;
  }

  /** Where the content of the element at {@code at} begins; -1 where it has another tag. */
  static int enter(ByteBuf bytes, int at, int to, int tag) {
    if (at + 1 >= to || bytes.getUnsignedByte(at) != tag) {
      return -1;
    }
    int first = bytes.getUnsignedByte(at + 1);
    int content = at + 2 + (first < 0x80 ? 0 : first & 0x7F);
    return first == 0x80 || first > 0x84 || content > to ? -1 : content;
  }

  /** Where the element at {@code at}, that could be entered, says that it ends. */
  static int end(ByteBuf bytes, int at) {
    int first = bytes.getUnsignedByte(at + 1);
    if (first < 0x80) {
      return at + 2 + first;
    }
    long length = 0;
    for (int i = 0; i < (first & 0x7F); i++) {
      length = length << 8 | bytes.getUnsignedByte(at + 2 + i);
    }
    return (int) Math.min(Integer.MAX_VALUE, at + 2 + (first & 0x7F) + length);
  }
}
