package org.hinomi.collector.imports.capture;

/**
 * Reads pcap (draft-ietf-opsawg-pcap): both byte orders, micro- and nanoseconds, and the longer
 * record heads of Kuznetzov's libpcap. Behind damage it goes on where two records stand one behind
 * the other again.
 */
final class PcapPackets implements Packets {
  private static final int FILE_HEAD = 24;
  private static final long MICRO = 0xa1b2c3d4L;
  private static final long NANO = 0xa1b23c4dL;
  private static final long KUZNETZOV = 0xa1b2cd34L;

  /** Seconds between two packets beyond which damage is likelier, while it looks for a record. */
  private static final long GAP = 10L * 24 * 3600;

  private final Window in;
  private final Troubles troubles;
  private final long perSecond;
  private final int head;
  private final int linkType;
  private long lastSecond = -1;

  PcapPackets(Window in, Troubles troubles) {
    this.in = in;
    this.troubles = troubles;
    in.order(!isMagic(in));
    long magic = in.u32(0);
    perSecond = magic == NANO ? 1_000_000_000 : 1_000_000;
    head = magic == KUZNETZOV ? 24 : 16;
    if (in.has(FILE_HEAD)) {
      // The upper bits say how long a frame check sequence is.
      linkType = in.u16(in.isLittle() ? 20 : 22);
      in.skip(FILE_HEAD);
    } else {
      linkType = -1;
      troubles.add("pcap: ends in its file header", in.ready());
      in.skip(in.ready());
    }
  }

  /** Whether a file begins here, read in the order of bytes that is set. */
  static boolean isMagic(Window in) {
    long magic = in.u32(0);
    return magic == MICRO || magic == NANO || magic == KUZNETZOV;
  }

  @Override
  public boolean next(Packet packet) {
    if (!in.has(1)) {
      return false;
    }
    if (!in.has(head)) {
      troubles.add("pcap: ends inside the head of a record", in.position());
      return false;
    }
    if (!fits(0) && !find()) {
      return false;
    }
    long kept = in.u32(8);
    int there = (int) kept;
    if (!in.has(head + there)) {
      there = in.ready() - head;
      troubles.add("pcap: ends inside a packet", in.position());
    }
    lastSecond = in.u32(0);
    packet.bytes = in.buffer();
    packet.start = in.index(head);
    packet.end = packet.start + there;
    packet.length = Math.max(kept, in.u32(12));
    packet.micros = lastSecond * 1_000_000 + in.u32(4) / (perSecond / 1_000_000);
    packet.linkType = linkType;
    in.skip(head + there);
    return true;
  }

  private boolean fits(int at) {
    long kept = in.u32(at + 8);
    return kept <= Packet.LARGEST && in.u32(at + 4) < perSecond;
  }

  /** Whether a record stands there, with another or the end of the file behind it. */
  private boolean stands() {
    if (!fits(0) || !isNear(in.u32(0)) || in.u32(8) == 0 || in.u32(8) > in.u32(12)) {
      return false;
    }
    int next = head + (int) in.u32(8);
    if (!in.has(next + head)) {
      return in.has(next) && in.ready() == next;
    }
    return fits(next) && isNear(in.u32(next)) && in.u32(next + 8) <= in.u32(next + 12);
  }

  private boolean isNear(long second) {
    return lastSecond < 0 || Math.abs(second - lastSecond) <= GAP;
  }

  private boolean find() {
    troubles.add("pcap: no record where one belongs; read on at the next one", in.position());
    while (in.has(head)) {
      if (stands()) {
        return true;
      }
      in.skip(1);
    }
    return false;
  }
}
