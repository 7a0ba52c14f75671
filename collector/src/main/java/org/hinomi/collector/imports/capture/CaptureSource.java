package org.hinomi.collector.imports.capture;

import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import org.hinomi.collector.imports.capture.SyslogStreams.Peer;
import org.hinomi.collector.imports.read.Found;
import org.hinomi.collector.imports.read.RecordSource;
import org.hinomi.core.event.AgentFrame;
import org.jspecify.annotations.Nullable;

/**
 * Takes syslog messages and SNMP notifications out of a capture, and sums what else it holds into
 * flows. What a later packet may still change stands in a stream of its own: the flows and messages
 * that are open when the file ends. Not thread-safe.
 */
public final class CaptureSource implements RecordSource {
  private static final int MESSAGES = 0;
  private static final int FLOWS = 1;
  private static final int OPEN_AT_END = 2;

  private static final int UDP_HEAD = 8;

  private final Window window;
  private final Troubles troubles = new Troubles();
  private final Packets packets;
  private final CaptureFrames frames;
  private final Queue<Found> ready = new ArrayDeque<>();
  private final Packet packet = new Packet();
  private final LinkLayer link = new LinkLayer();
  private final IpPacket ip = new IpPacket();
  private final FlowTable flows = new FlowTable(this::flow);
  private final Fragments fragments = new Fragments(this::datagram);
  private final SyslogStreams streams = new SyslogStreams(this::message);
  private final Map<Integer, Long> unknownLinks = new TreeMap<>();
  private long clock = Packet.NO_TIME;
  private boolean ended;

  /**
   * @param path as records show it
   * @param zone of times in messages that name none
   * @throws IOException where it is neither pcap nor pcapng
   */
  public CaptureSource(InputStream in, String path, ZoneId zone) throws IOException {
    window = new Window(in);
    frames = new CaptureFrames(path, zone);
    if (!window.has(4)) {
      throw new IOException("not a packet capture (expected: pcap or pcapng)");
    }
    byte[] head = Arrays.copyOfRange(window.buffer(), window.index(0), window.index(4));
    if (!isMagic(head)) {
      throw new IOException("not a packet capture (expected: pcap or pcapng)");
    }
    packets =
        PcapngPackets.isMagic(window)
            ? new PcapngPackets(window, troubles)
            : new PcapPackets(window, troubles);
  }

  /** Whether a file with these first bytes is a capture. */
  public static boolean isMagic(byte[] head) {
    if (head.length < 4) {
      return false;
    }
    byte[] turned = {head[3], head[2], head[1], head[0]};
    return isMagicInOrder(head) || isMagicInOrder(turned);
  }

  private static boolean isMagicInOrder(byte[] b) {
    int magic = (b[0] & 0xff) << 24 | (b[1] & 0xff) << 16 | (b[2] & 0xff) << 8 | b[3] & 0xff;
    return magic == 0xa1b2c3d4 || magic == 0xa1b23c4d || magic == 0xa1b2cd34 || magic == 0x0a0d0d0a;
  }

  @Override
  public @Nullable Found next() {
    while (ready.isEmpty() && !ended) {
      if (packets.next(packet)) {
        take();
      } else {
        ended = true;
        fragments.end();
        streams.end();
        flows.end();
      }
    }
    return ready.poll();
  }

  @Override
  public List<String> problems() {
    List<String> all = troubles.told();
    unknownLinks.forEach(
        (type, count) ->
            all.add(
                "packets of link type "
                    + type
                    + ": "
                    + count
                    + " (expected: Ethernet, Linux cooked, loopback, PPP or raw IP); left out"));
    if (streams.gaps() > 0) {
      all.add("syslog messages over TCP torn by segments that are missing: " + streams.gaps());
    }
    IOException failure = window.failure();
    if (failure != null) {
      all.add(String.valueOf(failure.getMessage()));
    }
    return all;
  }

  private void take() {
    if (packet.micros == Packet.NO_TIME) {
      packet.micros = clock;
    }
    if (clock < packet.micros) {
      clock = packet.micros;
      flows.expire(clock);
      fragments.expire(clock);
    }
    if (!link.read(packet)) {
      unknownLinks.merge(packet.linkType, 1L, Long::sum);
      return;
    }
    boolean v6 = link.type() == LinkLayer.IPV6;
    if (!(v6 || link.type() == LinkLayer.IPV4) || !ip.read(packet, link.start(), v6)) {
      sumFrame();
    } else if (ip.fragment && ip.protocol == IpPacket.UDP) {
      fragments.add(ip, v6, packet);
    } else if (ip.protocol != IpPacket.UDP || !isTaken()) {
      sum(v6);
      if (ip.protocol == IpPacket.TCP
          && !ip.fragment
          && Ports.isSyslogOverTcp(ip.destinationPort)) {
        streams.segment(ip, packet.micros);
      }
    }
  }

  private boolean isTaken() {
    if (ip.end - ip.start < UDP_HEAD) {
      return false;
    }
    Peer peer = new Peer(ip.source, ip.sourcePort, ip.destination, ip.destinationPort);
    int length = ip.u16(ip.start + 4);
    int full = length < UDP_HEAD ? ip.fullEnd : Math.min(ip.fullEnd, ip.start + length);
    int end = Math.min(ip.end, full);
    return isTaken(peer, packet.micros, ip.bytes, ip.start + UDP_HEAD, end, full, false);
  }

  private boolean isTaken(
      Peer peer, long micros, byte[] b, int from, int to, int full, boolean partial) {
    String format = Ports.format(peer.destinationPort(), b, from, to);
    if (format == null) {
      return false;
    }
    byte[] bytes = Arrays.copyOfRange(b, from, Math.max(from, to));
    ready.add(frames.captured(stream(), format, "udp", peer, micros, bytes, full - from, partial));
    return true;
  }

  private int stream() {
    return ended ? OPEN_AT_END : MESSAGES;
  }

  private void message(Peer peer, long micros, byte[] bytes, long full, boolean partial) {
    ready.add(
        frames.captured(
            stream(), AgentFrame.FORMAT_SYSLOG, "tcp", peer, micros, bytes, full, partial));
  }

  /** A datagram of fragments: whole, or what there is of it. */
  private void datagram(Fragments.Datagram datagram) {
    byte[] b = datagram.bytes;
    int there = datagram.there();
    int sourcePort = there < UDP_HEAD ? -1 : (b[0] & 0xff) << 8 | b[1] & 0xff;
    int port = there < UDP_HEAD ? -1 : (b[2] & 0xff) << 8 | b[3] & 0xff;
    Peer peer = new Peer(datagram.source, sourcePort, datagram.destination, port);
    int length = there < UDP_HEAD ? 0 : (b[4] & 0xff) << 8 | b[5] & 0xff;
    int full = Math.max(length, there);
    if (there >= UDP_HEAD
        && isTaken(peer, datagram.lastMicros, b, UDP_HEAD, there, full, !datagram.isWhole())) {
      return;
    }
    Flow flow =
        new Flow(
            datagram.v6 ? LinkLayer.IPV6 : LinkLayer.IPV4,
            IpPacket.UDP,
            datagram.source,
            sourcePort,
            datagram.destination,
            port,
            datagram.firstMicros);
    flows.add(flow, datagram.frames, datagram.frameBytes, datagram.lastMicros, 0);
  }

  private void sum(boolean v6) {
    Flow flow =
        new Flow(
            v6 ? LinkLayer.IPV6 : LinkLayer.IPV4,
            ip.protocol,
            ip.source,
            ip.sourcePort,
            ip.destination,
            ip.destinationPort,
            packet.micros);
    flows.add(flow, 1, packet.length, packet.micros, ip.tcpFlags());
  }

  private void sumFrame() {
    int at = link.addresses();
    byte[] none = {};
    byte[] source = at < 0 ? none : Arrays.copyOfRange(packet.bytes, at + 6, at + 12);
    byte[] destination = at < 0 ? none : Arrays.copyOfRange(packet.bytes, at, at + 6);
    Flow flow = new Flow(link.type(), -1, source, -1, destination, -1, packet.micros);
    flows.add(flow, 1, packet.length, packet.micros, 0);
  }

  private void flow(Flow flow) {
    ready.add(frames.flow(ended ? OPEN_AT_END : FLOWS, flow));
  }
}
