package org.hinomi.collector.imports.capture;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The TCP connections to ports of syslog, each direction towards such a port. When there are too
 * many, or they hold too much, the one that is silent longest is ended. Not thread-safe.
 */
final class SyslogStreams {
  private static final int LIMIT = 16_384;
  private static final int BYTES = 32 << 20;

  private final Map<FlowKey, Stream> streams = new LinkedHashMap<>(64, 0.75f, true);
  private final Sink sink;
  private long held;
  private long gaps;

  /** Told of each message. */
  interface Sink {
    /**
     * @param micros when the segment was captured that ends it
     */
    void message(Peer peer, long micros, byte[] bytes, long full, boolean partial);
  }

  /** Who sends to whom. */
  @SuppressWarnings("ArrayRecordComponent")
  record Peer(byte[] source, int sourcePort, byte[] destination, int destinationPort) {}

  private final class Stream {
    private final SyslogStream syslog;
    private long micros;

    Stream(Peer peer) {
      syslog =
          new SyslogStream(
              (bytes, full, partial) -> sink.message(peer, micros, bytes, full, partial));
    }
  }

  SyslogStreams(Sink sink) {
    this.sink = sink;
  }

  void segment(IpPacket ip, long micros) {
    if (ip.end - ip.start < 20) {
      return;
    }
    int data = ip.start + (ip.bytes[ip.start + 12] >> 4 & 0xf) * 4;
    if (data < ip.start + 20) {
      return;
    }
    FlowKey key = FlowKey.ofOne(0, 0, ip.source, ip.sourcePort, ip.destination, ip.destinationPort);
    Stream stream =
        streams.computeIfAbsent(
            key,
            made ->
                new Stream(new Peer(ip.source, ip.sourcePort, ip.destination, ip.destinationPort)));
    stream.micros = micros;
    SyslogStream syslog = stream.syslog;
    held -= syslog.held();
    int flags = ip.tcpFlags();
    long sequence = (long) ip.u16(ip.start + 4) << 16 | ip.u16(ip.start + 6);
    if ((flags & FlowTable.SYN) != 0) {
      syslog.begin(sequence);
    } else {
      int from = Math.min(data, ip.end);
      syslog.segment(
          sequence, ip.bytes, from, ip.end, Math.max(0, ip.fullEnd - Math.max(ip.end, data)));
    }
    if ((flags & (FlowTable.FIN | FlowTable.RST)) != 0) {
      drop(key, stream, true);
      return;
    }
    held += syslog.held();
    while (streams.size() > LIMIT || held > BYTES && streams.size() > 1) {
      Map.Entry<FlowKey, Stream> eldest = streams.entrySet().iterator().next();
      held -= eldest.getValue().syslog.held();
      drop(eldest.getKey(), eldest.getValue(), false);
    }
  }

  private void drop(FlowKey key, Stream stream, boolean closed) {
    stream.syslog.end(closed);
    gaps += stream.syslog.gaps();
    streams.remove(key);
  }

  /** Ends all that are open. */
  void end() {
    for (Stream stream : streams.values()) {
      stream.syslog.end(false);
      gaps += stream.syslog.gaps();
    }
    streams.clear();
    held = 0;
  }

  /** Messages of ended connections that were torn by missing segments. */
  long gaps() {
    return gaps;
  }
}
