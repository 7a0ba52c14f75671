package org.hinomi.collector.decode.agent;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Decoder;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.SourceAddress;
import org.hinomi.collector.decode.service.ServiceDecoder;
import org.hinomi.collector.decode.syslog.Senders;
import org.hinomi.collector.decode.syslog.SyslogDecoder;
import org.hinomi.collector.decode.syslog.SyslogRules;
import org.hinomi.collector.journal.RecordView;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message that was captured from the network as the decoder of its protocol does: as if it
 * had come from its sender when it was captured. Not thread-safe.
 */
final class CapturedDecoder {
  /** Zones in which imports were read; each has a decoder. */
  private static final int ZONES = 64;

  private final SyslogRules rules;
  private final ServiceDecoder services;
  private final Decoder snmp;
  private final Map<ZoneId, Decoder> syslog = new HashMap<>();

  CapturedDecoder(SyslogRules rules, ServiceDecoder services, Decoder snmp) {
    this.rules = rules;
    this.services = services;
    this.snmp = snmp;
  }

  /**
   * @param zone of times in it that name none, where no rule names the sender's
   * @param parameters of the frame, empty where absent
   * @throws IllegalArgumentException where the frame does not say who sent it, or what it is
   */
  Event read(RecordView record, Original original, ZoneId zone, UnaryOperator<String> parameters) {
    InetAddress sender;
    try {
      sender = InetAddress.ofLiteral(parameters.apply(AgentFrame.SENDER));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "agent frame: sender \""
              + parameters.apply(AgentFrame.SENDER)
              + "\" (expected: an IP address)",
          e);
    }
    String format = parameters.apply(AgentFrame.FORMAT);
    Decoder decoder =
        switch (format) {
          case AgentFrame.FORMAT_SNMP -> snmp;
          case AgentFrame.FORMAT_SYSLOG -> syslog(zone);
          default ->
              throw new IllegalArgumentException(
                  "agent frame: format \"" + format + "\" (expected: syslog or snmp)");
        };
    int port = Math.max(0, port(parameters.apply(AgentFrame.SENDER_PORT)));
    Decoded decoded =
        decoder.decode(new View(record, original, new InetSocketAddress(sender, port)));
    if (!(decoded instanceof Event event)) {
      throw new IllegalArgumentException("captured " + format + " message: not an event");
    }
    Map<String, Object> fields = new HashMap<>(event.fields());
    if (parameters.apply(AgentFrame.UNTIMED).isEmpty()) {
      // A message may name another time; when it was on the wire is what the capture attests.
      Instant seen = Instant.EPOCH.plus(original.frameMicros(), ChronoUnit.MICROS);
      fields.put(Fields.EVENT_CAPTURED, seen.toString());
    }
    describe(fields, parameters);
    return event.with(fields);
  }

  private Decoder syslog(ZoneId zone) {
    if (syslog.size() >= ZONES && !syslog.containsKey(zone)) {
      syslog.clear();
    }
    return syslog.computeIfAbsent(
        zone,
        named -> {
          SyslogRules inZone = new SyslogRules(named, rules.missingPriority(), rules.senders());
          return new SyslogDecoder(inZone, new Senders(inZone), services);
        });
  }

  private static void describe(Map<String, Object> fields, UnaryOperator<String> parameters) {
    String network = parameters.apply(AgentFrame.NETWORK);
    if (!network.isEmpty()) {
      fields.put(Fields.NETWORK_TRANSPORT, network);
    }
    try {
      InetAddress receiver = InetAddress.ofLiteral(parameters.apply(AgentFrame.RECEIVER));
      fields.put(Fields.DESTINATION_IP, SourceAddress.text(receiver));
    } catch (IllegalArgumentException notThere) {
      // An older import did not say it.
      return;
    }
    int port = port(parameters.apply(AgentFrame.RECEIVER_PORT));
    if (port >= 0) {
      fields.put(Fields.DESTINATION_PORT, (long) port);
    }
  }

  /** -1 where it is none. */
  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      return port >= 0 && port <= 0xffff ? port : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** The message in its frame, as its receiver would have seen it. */
  private record View(RecordView frame, Original original, InetSocketAddress sender)
      implements RecordView {

    @Override
    public long position() {
      return frame.position();
    }

    @Override
    public Transport transport() {
      return frame.transport();
    }

    @Override
    public long receivedNanos() {
      return original.frameMicros() * 1_000;
    }

    @Override
    public long connection() {
      return 0;
    }

    @Override
    public long indexInConnection() {
      return 0;
    }

    @Override
    public int originalLength() {
      return length();
    }

    @Override
    public @Nullable FrameFault fault() {
      return null;
    }

    @Override
    public byte[] buffer() {
      return original.buffer();
    }

    @Override
    public int offset() {
      return original.start();
    }

    @Override
    public int length() {
      return original.end() - original.start();
    }
  }
}
