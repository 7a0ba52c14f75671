package org.hinomi.collector.imports.capture;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.hinomi.collector.imports.capture.SyslogStreams.Peer;
import org.hinomi.collector.imports.read.Found;
import org.hinomi.collector.imports.read.FrameParameters;
import org.hinomi.collector.imports.read.FrameTime;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Fields;
import tools.jackson.databind.ObjectMapper;

/** Makes records of what a capture holds. Not thread-safe. */
final class CaptureFrames {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HexFormat MAC = HexFormat.ofDelimiter("-").withUpperCase();

  private final String path;
  private final String zone;
  private final String ofFlows;

  CaptureFrames(String path, ZoneId zone) {
    this.path = path;
    this.zone = zone.getId();
    this.ofFlows = parameters(AgentFrame.KIND_FLOW).toString();
  }

  private FrameParameters parameters(String kind) {
    return new FrameParameters()
        .put(AgentFrame.SOURCE, "import")
        .put(AgentFrame.KIND, kind)
        .put(AgentFrame.PATH, path);
  }

  Found captured(
      int stream,
      String format,
      String transport,
      Peer peer,
      long micros,
      byte[] bytes,
      long full,
      boolean partial) {
    String sender = text(peer.source());
    FrameParameters attributes =
        parameters(AgentFrame.KIND_CAPTURED)
            .put(AgentFrame.ZONE, zone)
            .put(AgentFrame.FORMAT, format)
            .put(AgentFrame.NETWORK, transport)
            .put(AgentFrame.SENDER, sender)
            .put(AgentFrame.SENDER_PORT, Integer.toString(peer.sourcePort()))
            .put(AgentFrame.RECEIVER, text(peer.destination()))
            .put(AgentFrame.RECEIVER_PORT, Integer.toString(peer.destinationPort()));
    if (micros == Packet.NO_TIME) {
      attributes.put(AgentFrame.UNTIMED, "true");
    }
    byte[] kept = bytes.length > Found.LIMIT ? Arrays.copyOf(bytes, Found.LIMIT) : bytes;
    String key = micros + " " + sender + ' ' + peer.sourcePort() + ' ' + peer.destinationPort();
    return new Found(stream, micros, sender, attributes.toString(), kept, full, partial, key);
  }

  Found flow(int stream, Flow flow) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (flow.first != Packet.NO_TIME) {
      fields.put(Fields.EVENT_START, FrameTime.text(flow.first));
      fields.put(Fields.EVENT_END, FrameTime.text(flow.last));
      fields.put(Fields.EVENT_DURATION, (flow.last - flow.first) * 1_000);
    }
    boolean ip = flow.protocol >= 0;
    fields.put(Fields.NETWORK_TYPE, type(flow.type));
    if (ip) {
      fields.put(Fields.NETWORK_TRANSPORT, transport(flow.protocol));
      fields.put(Fields.NETWORK_IANA_NUMBER, flow.protocol);
    }
    address(fields, ip ? Fields.SOURCE_IP : Fields.SOURCE_MAC, flow.source);
    port(fields, Fields.SOURCE_PORT, flow.sourcePort);
    address(fields, ip ? Fields.DESTINATION_IP : Fields.DESTINATION_MAC, flow.destination);
    port(fields, Fields.DESTINATION_PORT, flow.destinationPort);
    fields.put(Fields.NETWORK_PACKETS, flow.packets + flow.packetsBack);
    fields.put(Fields.NETWORK_BYTES, flow.bytes + flow.bytesBack);
    fields.put(Fields.SOURCE_PACKETS, flow.packets);
    fields.put(Fields.SOURCE_BYTES, flow.bytes);
    fields.put(Fields.DESTINATION_PACKETS, flow.packetsBack);
    fields.put(Fields.DESTINATION_BYTES, flow.bytesBack);
    byte[] json = JSON.writeValueAsString(fields).getBytes(StandardCharsets.UTF_8);
    long time = flow.first == Packet.NO_TIME ? Found.NO_TIME : flow.first;
    return new Found(
        stream, time, ip ? text(flow.source) : null, ofFlows, json, json.length, false, "");
  }

  private static void address(Map<String, Object> fields, String field, byte[] address) {
    if (address.length > 0) {
      fields.put(field, text(address));
    }
  }

  private static void port(Map<String, Object> fields, String field, int port) {
    if (port >= 0) {
      fields.put(field, port);
    }
  }

  private static String text(byte[] address) {
    try {
      return address.length == 6
          ? MAC.formatHex(address)
          : InetAddress.getByAddress(address).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + address.length + " bytes", e);
    }
  }

  private static String type(int etherType) {
    return switch (etherType) {
      case LinkLayer.IPV4 -> "ipv4";
      case LinkLayer.IPV6 -> "ipv6";
      case 0x0806 -> "arp";
      case 0x88cc -> "lldp";
      case LinkLayer.UNKNOWN -> "unknown";
      default -> etherType < 0x600 ? "llc" : String.format(Locale.ROOT, "0x%04x", etherType);
    };
  }

  private static String transport(int protocol) {
    return switch (protocol) {
      case IpPacket.ICMP -> "icmp";
      case 2 -> "igmp";
      case IpPacket.TCP -> "tcp";
      case IpPacket.UDP -> "udp";
      case 47 -> "gre";
      case 50 -> "esp";
      case IpPacket.ICMPV6 -> "ipv6-icmp";
      case 89 -> "ospf";
      case 132 -> "sctp";
      default -> Integer.toString(protocol);
    };
  }
}
