package org.hinomi.collector.imports.capture;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Makes packets and captures of them. */
public final class CaptureBuilder {
  public static final int ETHERNET = 1;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteOrder order;
  private final boolean nano;
  private final boolean ng;

  private CaptureBuilder(ByteOrder order, boolean nano, boolean ng) {
    this.order = order;
    this.nano = nano;
    this.ng = ng;
  }

  /** A pcap file. */
  public static CaptureBuilder pcap(ByteOrder order, boolean nano, int linkType) {
    CaptureBuilder builder = new CaptureBuilder(order, nano, false);
    ByteBuffer head = builder.buffer(24);
    head.putInt(nano ? 0xa1b23c4d : 0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
    head.putInt(0).putInt(0).putInt(262_144).putInt(linkType);
    builder.out.writeBytes(head.array());
    return builder;
  }

  public static CaptureBuilder pcap() {
    return pcap(ByteOrder.LITTLE_ENDIAN, false, ETHERNET);
  }

  /** A pcapng file with a section and no interface. */
  static CaptureBuilder pcapng(ByteOrder order) {
    CaptureBuilder builder = new CaptureBuilder(order, false, true);
    return builder.section();
  }

  CaptureBuilder section() {
    ByteBuffer body = buffer(16).putInt(0x1a2b3c4d).putShort((short) 1).putShort((short) 0);
    return block(0x0a0d0d0a, body.putLong(-1).array());
  }

  /**
   * @param resolution value of if_tsresol; negative to leave it out
   */
  CaptureBuilder interfaceOf(int linkType, int resolution) {
    ByteBuffer body = buffer(resolution < 0 ? 8 : 20).putShort((short) linkType);
    body.putShort((short) 0).putInt(262_144);
    if (resolution >= 0) {
      body.putShort((short) 9).putShort((short) 1).put((byte) resolution);
      body.put(new byte[3]).putInt(0);
    }
    return block(1, body.array());
  }

  CaptureBuilder block(int type, byte[] body) {
    int padded = (body.length + 3) / 4 * 4;
    ByteBuffer block = buffer(12 + padded).putInt(type).putInt(12 + padded).put(body);
    block.position(8 + padded);
    out.writeBytes(block.putInt(12 + padded).array());
    return this;
  }

  /** A packet of a pcapng interface. */
  CaptureBuilder packet(int of, long units, byte[] bytes) {
    ByteBuffer body = buffer(20 + bytes.length).putInt(of).putInt((int) (units >>> 32));
    body.putInt((int) units).putInt(bytes.length).putInt(bytes.length).put(bytes);
    return block(6, body.array());
  }

  public CaptureBuilder packet(long micros, byte[] bytes) {
    return packet(micros, bytes, bytes.length);
  }

  public CaptureBuilder packet(long micros, byte[] bytes, int kept) {
    if (ng) {
      return packet(0, micros, bytes);
    }
    int fraction = (int) (micros % 1_000_000) * (nano ? 1000 : 1);
    ByteBuffer head = buffer(16).putInt((int) (micros / 1_000_000)).putInt(fraction);
    out.writeBytes(head.putInt(kept).putInt(bytes.length).array());
    out.write(bytes, 0, kept);
    return this;
  }

  CaptureBuilder raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  public byte[] bytes() {
    return out.toByteArray();
  }

  private ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(order);
  }

  public static byte[] ethernet(int type, byte[] payload) {
    return join(
        new byte[] {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, (byte) (type >> 8), (byte) type}, payload);
  }

  /** IPv4 or IPv6, as the addresses are, in Ethernet. */
  public static byte[] frame(String from, String to, int protocol, byte[] payload) {
    return ethernet(from.indexOf(':') < 0 ? 0x0800 : 0x86dd, ip(from, to, protocol, payload));
  }

  public static byte[] ip(String from, String to, int protocol, byte[] payload) {
    byte[] source = InetAddress.ofLiteral(from).getAddress();
    byte[] destination = InetAddress.ofLiteral(to).getAddress();
    if (source.length == 16) {
      ByteBuffer head = ByteBuffer.allocate(40).putInt(0x60000000).putShort((short) payload.length);
      return join(
          head.put((byte) protocol).put((byte) 64).put(source).put(destination).array(), payload);
    }
    return ipv4(source, destination, protocol, 0, 0, payload);
  }

  static byte[] ipv4(byte[] from, byte[] to, int protocol, int id, int fragment, byte[] payload) {
    ByteBuffer head = ByteBuffer.allocate(20).putShort((short) 0x4500);
    head.putShort((short) (20 + payload.length)).putShort((short) id).putShort((short) fragment);
    head.put((byte) 64).put((byte) protocol).putShort((short) 0).put(from).put(to);
    int sum = 0;
    for (int i = 0; i < 20; i += 2) {
      sum += head.getShort(i) & 0xffff;
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    head.putShort(10, (short) ~((sum & 0xffff) + (sum >>> 16)));
    return join(head.array(), payload);
  }

  public static byte[] udp(int from, int to, byte[] payload) {
    ByteBuffer head = ByteBuffer.allocate(8).putShort((short) from).putShort((short) to);
    return join(head.putShort((short) (8 + payload.length)).putShort((short) 0).array(), payload);
  }

  public static byte[] tcp(int from, int to, long sequence, int flags, byte[] payload) {
    ByteBuffer head = ByteBuffer.allocate(20).putShort((short) from).putShort((short) to);
    head.putInt((int) sequence).putInt(1).put((byte) 0x50).put((byte) flags);
    return join(head.putShort((short) 8192).putInt(0).array(), payload);
  }

  static byte[] join(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
