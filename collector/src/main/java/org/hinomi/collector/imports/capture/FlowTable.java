package org.hinomi.collector.imports.capture;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Sums packets into flows. A flow is given when nothing was seen of it for {@link #IDLE_MICROS},
 * when its connection has ended and another begins between the same ports, when the table is full
 * (the one that is silent longest), and at the end. Not thread-safe.
 */
final class FlowTable {
  /** Five minutes. */
  static final long IDLE_MICROS = 300_000_000;

  /** Flows at a time: about 300 bytes each. */
  static final int LIMIT = 65_536;

  static final int FIN = 1;
  static final int SYN = 2;
  static final int RST = 4;
  static final int ACK = 16;

  private final Map<FlowKey, Flow> flows = new LinkedHashMap<>(1024, 0.75f, true);
  private final Consumer<Flow> ended;

  FlowTable(Consumer<Flow> ended) {
    this.ended = ended;
  }

  /** Sums packets that were seen between two times, of the direction that {@code flow} has. */
  void add(Flow flow, long packets, long bytes, long last, int tcpFlags) {
    FlowKey key =
        FlowKey.ofBoth(
            flow.type,
            flow.protocol,
            flow.source,
            flow.sourcePort,
            flow.destination,
            flow.destinationPort);
    Flow known = flows.get(key);
    boolean opens = (tcpFlags & (SYN | ACK)) == SYN;
    if (known != null && known.closed && opens) {
      flows.remove(key);
      ended.accept(known);
      known = null;
    }
    if (known == null) {
      known = (tcpFlags & (SYN | ACK)) == (SYN | ACK) ? turned(flow) : flow;
      makeRoom();
      flows.put(key, known);
    }
    if (Arrays.equals(known.source, flow.source) && known.sourcePort == flow.sourcePort) {
      known.packets += packets;
      known.bytes += bytes;
    } else {
      known.packetsBack += packets;
      known.bytesBack += bytes;
    }
    known.first = Math.min(known.first, flow.first);
    known.last = Math.max(known.last, last);
    known.closed |= (tcpFlags & (FIN | RST)) != 0;
  }

  private static Flow turned(Flow flow) {
    return new Flow(
        flow.type,
        flow.protocol,
        flow.destination,
        flow.destinationPort,
        flow.source,
        flow.sourcePort,
        flow.first);
  }

  private void makeRoom() {
    if (flows.size() >= LIMIT) {
      endEldest();
    }
  }

  private void endEldest() {
    Map.Entry<FlowKey, Flow> eldest = flows.entrySet().iterator().next();
    flows.remove(eldest.getKey());
    ended.accept(eldest.getValue());
  }

  /** Gives the flows that are silent too long. */
  void expire(long now) {
    while (!flows.isEmpty() && flows.values().iterator().next().last < now - IDLE_MICROS) {
      endEldest();
    }
  }

  /** Gives all that are left. */
  void end() {
    flows.values().forEach(ended);
    flows.clear();
  }
}
