package org.hinomi.collector.imports.capture;

/**
 * Finds what a packet carries behind the head of its link: Ethernet (also with VLAN tags, MPLS
 * labels, PPPoE), Linux cooked captures v1 and v2, loopback, PPP and raw IP. Not thread-safe.
 */
final class LinkLayer {
  static final int IPV4 = 0x0800;
  static final int IPV6 = 0x86dd;

  /** What it carries is not known. */
  static final int UNKNOWN = -1;

  private static final int NULL = 0;
  private static final int ETHERNET = 1;
  private static final int PPP = 9;
  private static final int RAW_OF_BSD = 12;
  private static final int RAW_OF_OPENBSD = 14;
  private static final int RAW = 101;
  private static final int LOOP = 108;
  private static final int LINUX_COOKED = 113;
  private static final int RAW_IPV4 = 228;
  private static final int RAW_IPV6 = 229;
  private static final int LINUX_COOKED_V2 = 276;

  private static final int TAGS = 16;

  private int type;
  private int start;
  private int addresses;

  /** Reads a packet; false where its kind of link is not read. */
  boolean read(Packet p) {
    type = UNKNOWN;
    start = p.start;
    addresses = -1;
    switch (p.linkType) {
      case ETHERNET -> {
        if (p.end - p.start >= 14) {
          addresses = p.start;
          carried(p, p.start + 12);
        }
      }
      case LINUX_COOKED -> carried(p, p.start + 14);
      case LINUX_COOKED_V2 -> {
        if (p.end - p.start >= 20) {
          behind(p, u16(p, p.start), p.start + 20);
        }
      }
      case NULL, LOOP -> loopback(p);
      case RAW, RAW_OF_BSD, RAW_OF_OPENBSD, RAW_IPV4, RAW_IPV6 -> raw(p, p.start);
      case PPP -> pointToPoint(p, p.start);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The EtherType of what is carried, or {@link #UNKNOWN}. */
  int type() {
    return type;
  }

  /** Where it starts in the packet's bytes. */
  int start() {
    return start;
  }

  /** Where the two addresses of Ethernet stand, the destination's first; -1 without them. */
  int addresses() {
    return addresses;
  }

  private void carried(Packet p, int at) {
    if (at + 2 <= p.end) {
      behind(p, u16(p, at), at + 2);
    }
  }

  /** Passes over tags and labels. */
  private void behind(Packet p, int etherType, int at) {
    type = etherType;
    start = at;
    for (int i = 0; i < TAGS; i++) {
      switch (type) {
        case 0x8100, 0x88a8, 0x9100 -> {
          if (start + 4 > p.end) {
            return;
          }
          type = u16(p, start + 2);
          start += 4;
        }
        case 0x8847, 0x8848 -> {
          if (start + 4 > p.end) {
            return;
          }
          boolean last = (p.bytes[start + 2] & 1) != 0;
          start += 4;
          if (last) {
            raw(p, start);
          }
        }
        case 0x8864 -> {
          pointToPoint(p, start + 6);
          return;
        }
        default -> {
          return;
        }
      }
    }
  }

  private void pointToPoint(Packet p, int at) {
    int from = at + 2 <= p.end && u16(p, at) == 0xff03 ? at + 2 : at;
    if (from + 2 > p.end) {
      return;
    }
    int protocol = u16(p, from);
    if (protocol == 0x21 || protocol == 0x57) {
      type = protocol == 0x21 ? IPV4 : IPV6;
      start = from + 2;
    }
  }

  /** Behind an address family in the order of the host that captured. */
  private void loopback(Packet p) {
    raw(p, p.start + 4);
  }

  private void raw(Packet p, int at) {
    if (at < p.end) {
      int version = (p.bytes[at] & 0xff) >> 4;
      type = version == 4 ? IPV4 : version == 6 ? IPV6 : UNKNOWN;
      start = at;
    }
  }

  private static int u16(Packet p, int at) {
    return (p.bytes[at] & 0xff) << 8 | p.bytes[at + 1] & 0xff;
  }
}
