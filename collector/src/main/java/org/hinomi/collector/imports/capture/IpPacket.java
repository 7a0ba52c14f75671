package org.hinomi.collector.imports.capture;

import java.util.Arrays;

/**
 * Reads the head of an IP packet (RFC 791, RFC 8200) and the ports behind it; filled anew for each.
 * Not thread-safe.
 */
final class IpPacket {
  static final int ICMP = 1;
  static final int TCP = 6;
  static final int UDP = 17;
  static final int ICMPV6 = 58;
  private static final int SCTP = 132;
  private static final int FRAGMENT_HEADER = 44;
  private static final int HEADERS = 16;

  byte[] bytes = {};
  byte[] source = {};
  byte[] destination = {};
  int protocol;

  /** -1 where there is none, or it was not captured. */
  int sourcePort;

  int destinationPort;

  /** Where the packet's payload starts: the head of UDP, TCP, … */
  int start;

  /** Behind the last byte of it that was captured. */
  int end;

  /** Behind the last byte of it that the packet had. */
  int fullEnd;

  boolean fragment;
  boolean moreFragments;
  int fragmentOffset;
  long fragmentId;

  /** Reads one; false where its head cannot be read. */
  boolean read(Packet p, int at, boolean v6) {
    bytes = p.bytes;
    sourcePort = -1;
    destinationPort = -1;
    fragment = false;
    moreFragments = false;
    fragmentOffset = 0;
    if (!(v6 ? six(p, at) : four(p, at))) {
      return false;
    }
    if (fragmentOffset == 0) {
      ports();
    }
    return true;
  }

  private boolean four(Packet p, int at) {
    if (p.end - at < 20 || (p.bytes[at] & 0xf0) != 0x40) {
      return false;
    }
    int head = (p.bytes[at] & 0xf) * 4;
    int total = u16(at + 2);
    if (head < 20 || p.end - at < head) {
      return false;
    }
    // 0 where the network card cuts into packets what it was given.
    long left = p.length - (at - p.start);
    limits(p, at + head, total < head ? left - head : total - head);
    protocol = p.bytes[at + 9] & 0xff;
    source = Arrays.copyOfRange(p.bytes, at + 12, at + 16);
    destination = Arrays.copyOfRange(p.bytes, at + 16, at + 20);
    int flags = u16(at + 6);
    moreFragments = (flags & 0x2000) != 0;
    fragmentOffset = (flags & 0x1fff) * 8;
    fragment = moreFragments || fragmentOffset > 0;
    fragmentId = u16(at + 4);
    return true;
  }

  private boolean six(Packet p, int at) {
    if (p.end - at < 40 || (p.bytes[at] & 0xf0) != 0x60) {
      return false;
    }
    int length = u16(at + 4);
    source = Arrays.copyOfRange(p.bytes, at + 8, at + 24);
    destination = Arrays.copyOfRange(p.bytes, at + 24, at + 40);
    limits(p, at + 40, length == 0 ? p.length - (at - p.start) - 40 : length);
    protocol = p.bytes[at + 6] & 0xff;
    for (int i = 0; i < HEADERS && start + 8 <= end; i++) {
      int size;
      switch (protocol) {
        // Hop-by-hop options, routing, destination options.
        case 0, 43, 60 -> size = ((bytes[start + 1] & 0xff) + 1) * 8;
        // Authentication (RFC 4302).
        case 51 -> size = ((bytes[start + 1] & 0xff) + 2) * 4;
        case FRAGMENT_HEADER -> {
          size = 8;
          int field = u16(start + 2);
          fragmentOffset = field & 0xfff8;
          moreFragments = (field & 1) != 0;
          fragment = moreFragments || fragmentOffset > 0;
          fragmentId = (long) u16(start + 4) << 16 | u16(start + 6);
        }
        default -> {
          return true;
        }
      }
      if (start + size > end) {
        return true;
      }
      protocol = bytes[start] & 0xff;
      start += size;
      if (fragmentOffset > 0) {
        return true;
      }
    }
    return true;
  }

  private void limits(Packet p, int from, long payload) {
    start = from;
    fullEnd = (int) Math.min(from + Math.max(0, payload), from + (long) Packet.LARGEST);
    end = Math.max(from, Math.min(p.end, fullEnd));
  }

  private void ports() {
    boolean has = protocol == TCP || protocol == UDP || protocol == SCTP;
    if (has && end - start >= 4) {
      sourcePort = u16(start);
      destinationPort = u16(start + 2);
    }
  }

  int u16(int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }

  /** The flags of a TCP segment; 0 where they were not captured. */
  int tcpFlags() {
    return protocol == TCP && fragmentOffset == 0 && end - start >= 14
        ? bytes[start + 13] & 0xff
        : 0;
  }
}
