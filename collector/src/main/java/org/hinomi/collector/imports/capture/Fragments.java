package org.hinomi.collector.imports.capture;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Puts UDP datagrams together that came in fragments (RFC 791 section 3.2, RFC 8200 section 4.5).
 * Not thread-safe.
 */
final class Fragments {
  private static final long PATIENCE_MICROS = 30_000_000;

  /** Datagrams at a time: 64 KiB each at most. */
  private static final int LIMIT = 256;

  private static final int LARGEST = 65_536;

  private final Map<FlowKey, Datagram> open = new LinkedHashMap<>();
  private final Consumer<Datagram> given;

  /** What is there of a datagram. */
  static final class Datagram {
    final byte[] source;
    final byte[] destination;
    final boolean v6;
    final long firstMicros;
    long lastMicros;
    byte[] bytes = new byte[2048];
    long frames;
    long frameBytes;
    private final BitSet units = new BitSet();

    /** Bytes of all of it; -1 until its last fragment came. */
    int length = -1;

    Datagram(IpPacket ip, boolean v6, long micros) {
      source = ip.source;
      destination = ip.destination;
      this.v6 = v6;
      firstMicros = micros;
    }

    private void take(IpPacket ip, Packet packet) {
      frames++;
      frameBytes += packet.length;
      lastMicros = packet.micros;
      int from = ip.fragmentOffset;
      int n = ip.end - ip.start;
      if (from + n > LARGEST) {
        return;
      }
      if (bytes.length < from + n) {
        bytes = Arrays.copyOf(bytes, Math.max(from + n, bytes.length * 2));
      }
      System.arraycopy(ip.bytes, ip.start, bytes, from, n);
      if (!ip.moreFragments) {
        length = from + ip.fullEnd - ip.start;
        units.set(from / 8, (from + n + 7) / 8);
      } else {
        units.set(from / 8, (from + n) / 8);
      }
    }

    /** Bytes that are there from its start on without a gap. */
    int there() {
      int all = units.nextClearBit(0) * 8;
      return length >= 0 ? Math.min(all, length) : all;
    }

    boolean isWhole() {
      return length >= 0 && there() == length;
    }
  }

  /**
   * @param given gets each datagram that is whole, or that nothing more came of
   */
  Fragments(Consumer<Datagram> given) {
    this.given = given;
  }

  void add(IpPacket ip, boolean v6, Packet packet) {
    FlowKey key =
        FlowKey.ofOne(
            (int) (ip.fragmentId >>> 16),
            (int) ip.fragmentId,
            ip.source,
            ip.protocol,
            ip.destination,
            0);
    Datagram datagram = open.get(key);
    if (datagram == null) {
      if (open.size() >= LIMIT) {
        giveEldest();
      }
      datagram = new Datagram(ip, v6, packet.micros);
      open.put(key, datagram);
    }
    datagram.take(ip, packet);
    if (datagram.isWhole()) {
      open.remove(key);
      given.accept(datagram);
    }
  }

  private void giveEldest() {
    Map.Entry<FlowKey, Datagram> eldest = open.entrySet().iterator().next();
    open.remove(eldest.getKey());
    given.accept(eldest.getValue());
  }

  void expire(long now) {
    while (!open.isEmpty() && open.values().iterator().next().lastMicros < now - PATIENCE_MICROS) {
      giveEldest();
    }
  }

  void end() {
    open.values().forEach(given);
    open.clear();
  }
}
