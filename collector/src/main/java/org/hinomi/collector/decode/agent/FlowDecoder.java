package org.hinomi.collector.decode.agent;

import java.net.InetAddress;
import java.util.Map;
import java.util.Set;
import org.hinomi.collector.decode.SourceAddress;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Reads the sums of a flow: a JSON object of stored fields. */
final class FlowDecoder {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Set<String> TEXTS =
      Set.of(
          Fields.EVENT_START,
          Fields.EVENT_END,
          Fields.NETWORK_TYPE,
          Fields.NETWORK_TRANSPORT,
          Fields.SOURCE_MAC,
          Fields.DESTINATION_MAC);
  private static final Set<String> ADDRESSES = Set.of(Fields.SOURCE_IP, Fields.DESTINATION_IP);
  private static final Set<String> NUMBERS =
      Set.of(
          Fields.EVENT_DURATION,
          Fields.NETWORK_IANA_NUMBER,
          Fields.SOURCE_PORT,
          Fields.DESTINATION_PORT,
          Fields.NETWORK_BYTES,
          Fields.NETWORK_PACKETS,
          Fields.SOURCE_BYTES,
          Fields.SOURCE_PACKETS,
          Fields.DESTINATION_BYTES,
          Fields.DESTINATION_PACKETS);

  private static final double NANOS = 1e9;

  /**
   * @throws IllegalArgumentException where it is not such an object
   */
  Reading read(Original original) {
    JsonNode flow;
    try {
      flow = JSON.readTree(original.buffer(), original.start(), original.end() - original.start());
    } catch (JacksonException e) {
      throw new IllegalArgumentException("flow: " + e.getOriginalMessage(), e);
    }
    if (!flow.isObject()) {
      throw new IllegalArgumentException("flow: not a JSON object");
    }
    Reading reading = new Reading(message(flow));
    for (Map.Entry<String, JsonNode> entry : flow.properties()) {
      Object value = value(entry.getKey(), entry.getValue());
      if (value != null) {
        reading.fields.put(entry.getKey(), value);
      }
    }
    reading.fields.put(Fields.EVENT_ACTION, "network-flow");
    return reading;
  }

  /** Null where a flow has no such field. */
  private static @Nullable Object value(String name, JsonNode value) {
    if (TEXTS.contains(name) && value.isString()) {
      return value.asString();
    }
    if (NUMBERS.contains(name) && value.isIntegralNumber()) {
      return value.asLong(0);
    }
    return ADDRESSES.contains(name) ? address(value) : null;
  }

  private static @Nullable String address(JsonNode value) {
    try {
      return SourceAddress.text(InetAddress.ofLiteral(value.asString("")));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Like {@code tcp 10.0.0.5:50412 → 192.0.2.8:443: 12 packets, 3400 bytes, 1.250 s}. */
  private static String message(JsonNode flow) {
    StringBuilder text = new StringBuilder();
    text.append(
        flow.path(Fields.NETWORK_TRANSPORT).asString(flow.path(Fields.NETWORK_TYPE).asString("")));
    end(text.append(' '), flow, Fields.SOURCE_IP, Fields.SOURCE_MAC, Fields.SOURCE_PORT);
    end(
        text.append(" → "),
        flow,
        Fields.DESTINATION_IP,
        Fields.DESTINATION_MAC,
        Fields.DESTINATION_PORT);
    text.append(": ").append(flow.path(Fields.NETWORK_PACKETS).asLong(0)).append(" packets, ");
    text.append(flow.path(Fields.NETWORK_BYTES).asLong(0)).append(" bytes, ");
    double seconds = flow.path(Fields.EVENT_DURATION).asLong(0) / NANOS;
    return text.append(String.format(java.util.Locale.ROOT, "%.3f s", seconds)).toString();
  }

  private static void end(StringBuilder text, JsonNode flow, String ip, String mac, String port) {
    String address = address(flow.path(ip));
    boolean colons = address != null && address.indexOf(':') >= 0;
    boolean hasPort = flow.has(port);
    text.append(colons && hasPort ? "[" : "")
        .append(address == null ? flow.path(mac).asString("-") : address)
        .append(colons && hasPort ? "]" : "");
    if (hasPort) {
      text.append(':').append(flow.path(port).asLong(0));
    }
  }
}
