package org.hinomi.collector.imports.capture;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads pcapng (draft-ietf-opsawg-pcapng): sections of either byte order, each with its interfaces,
 * their link types and resolutions of time. Blocks without packets are passed over. Behind damage
 * it goes on at the next block whose two lengths agree.
 */
final class PcapngPackets implements Packets {
  private static final long SECTION = 0x0a0d0d0aL;
  private static final long ORDER_MAGIC = 0x1a2b3c4dL;
  private static final long INTERFACE = 1;
  private static final long OLD_PACKET = 2;
  private static final long SIMPLE_PACKET = 3;
  private static final long PACKET = 6;
  private static final int OPTION_END = 0;
  private static final int OPTION_RESOLUTION = 9;
  private static final int OPTION_OFFSET = 14;
  private static final int INTERFACES = 65_536;
  private static final long KNOWN_BLOCKS = 12;

  private final Window in;
  private final Troubles troubles;
  private final List<Interface> interfaces = new ArrayList<>();

  /**
   * Where packets were captured.
   *
   * @param perSecond units of its time stamps
   * @param offset seconds to be added
   */
  private record Interface(int linkType, long snapLength, double perSecond, long offset) {
    long micros(long high, long low) {
      long units = high << 32 | low;
      if (perSecond >= 1 && perSecond <= 1e12) {
        long per = (long) perSecond;
        long second = Long.divideUnsigned(units, per);
        long rest = Long.remainderUnsigned(units, per);
        return (second + offset) * 1_000_000 + rest * 1_000_000 / per;
      }
      return (long) ((units >>> 1) * 2.0 / perSecond * 1e6) + offset * 1_000_000;
    }
  }

  PcapngPackets(Window in, Troubles troubles) {
    this.in = in;
    this.troubles = troubles;
  }

  static boolean isMagic(Window in) {
    return in.u32(0) == SECTION;
  }

  @Override
  public boolean next(Packet packet) {
    while (in.has(1)) {
      if (!in.has(12)) {
        troubles.add("pcapng: ends inside a block", in.position());
        return false;
      }
      long type = in.u32(0);
      if (type == SECTION) {
        section();
      }
      long length = in.u32(4);
      if (length < 12 || length % 4 != 0) {
        if (!find()) {
          return false;
        }
        continue;
      }
      if (length > Window.BYTES) {
        if (!in.skip(length)) {
          troubles.add("pcapng: ends inside a block", in.position());
          return false;
        }
        continue;
      }
      int block = (int) length;
      boolean whole = in.has(block);
      int there = whole ? block - 4 : in.ready();
      if (whole && in.u32(block - 4) != length) {
        if (!find()) {
          return false;
        }
        continue;
      }
      if (!whole) {
        troubles.add("pcapng: ends inside a block", in.position());
      }
      boolean taken = block(type, there, packet);
      in.skip(whole ? block : in.ready());
      if (taken) {
        return true;
      }
    }
    return false;
  }

  private void section() {
    in.order(true);
    if (in.u32(8) != ORDER_MAGIC) {
      in.order(false);
    }
    interfaces.clear();
  }

  private boolean block(long type, int end, Packet packet) {
    if (type == INTERFACE && end >= 16 && interfaces.size() < INTERFACES) {
      interfaces.add(describe(end));
    } else if (type == PACKET && end >= 28) {
      return take(packet, in.u32(8), 28, in.u32(20), in.u32(24), end, true);
    } else if (type == OLD_PACKET && end >= 28) {
      return take(packet, in.u16(8), 28, in.u32(20), in.u32(24), end, true);
    } else if (type == SIMPLE_PACKET && end >= 12 && !interfaces.isEmpty()) {
      long length = in.u32(8);
      long most = interfaces.getFirst().snapLength;
      return take(packet, 0, 12, most == 0 ? length : Math.min(most, length), length, end, false);
    }
    return false;
  }

  private boolean take(
      Packet packet, long number, int data, long kept, long length, int end, boolean timed) {
    if (number >= interfaces.size()) {
      troubles.add(
          "pcapng: a packet of an interface that is not described; left out", in.position());
      return false;
    }
    Interface of = interfaces.get((int) number);
    if (kept > Packet.LARGEST) {
      troubles.add("pcapng: a packet of impossible length; left out", in.position());
      return false;
    }
    packet.bytes = in.buffer();
    packet.start = in.index(data);
    packet.end = in.index((int) Math.min(data + kept, end));
    packet.length = Math.max(kept, length);
    packet.micros = timed ? of.micros(in.u32(12), in.u32(16)) : Packet.NO_TIME;
    packet.linkType = of.linkType;
    return true;
  }

  private Interface describe(int end) {
    double perSecond = 1e6;
    long offset = 0;
    int at = 16;
    while (at + 4 <= end) {
      int option = in.u16(at);
      int length = in.u16(at + 2);
      if (option == OPTION_END || at + 4 + length > end) {
        break;
      }
      if (option == OPTION_RESOLUTION && length >= 1) {
        int power = in.u8(at + 4);
        perSecond = Math.pow(power >= 0x80 ? 2 : 10, power & 0x7f);
      } else if (option == OPTION_OFFSET && length >= 8) {
        offset = signedSeconds(at + 4);
      }
      at += 4 + (length + 3) / 4 * 4;
    }
    return new Interface(in.u16(8), in.u32(12), perSecond, offset);
  }

  private long signedSeconds(int at) {
    long first = in.u32(at);
    long second = in.u32(at + 4);
    // Eight bytes in the section's order: which half comes first follows from it.
    long value = in.isLittle() ? second << 32 | first : first << 32 | second;
    return Math.clamp(value, -100_000_000_000L, 100_000_000_000L);
  }

  private boolean find() {
    troubles.add("pcapng: no block where one belongs; read on at the next one", in.position());
    in.skip(1);
    while (in.has(12)) {
      long type = in.u32(0);
      long length = in.u32(4);
      boolean known = type == SECTION || (type > 0 && type <= KNOWN_BLOCKS);
      if (known && length >= 12 && length % 4 == 0 && length <= Window.BYTES) {
        int block = (int) length;
        if (type == SECTION || (in.has(block) && in.u32(block - 4) == length)) {
          return true;
        }
      }
      in.skip(1);
    }
    return false;
  }
}
