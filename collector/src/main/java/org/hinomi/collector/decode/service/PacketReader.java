package org.hinomi.collector.decode.service;

import java.util.Locale;
import org.hinomi.collector.decode.Review;
import org.hinomi.core.event.Fields;

/**
 * What the kernel logs of a packet (nf_log, iptables' LOG, ufw, UniFi): {@code PREFIX IN=… OUT=…
 * SRC=… DST=… LEN=… PROTO=… SPT=… DPT=…}.
 */
final class PacketReader implements ServiceReader {

  @Override
  public boolean read(String text, int from, ServiceFields out) {
    int in = text.indexOf("IN=", from);
    if (in < 0
        || in > from && text.charAt(in - 1) > ' '
        || text.indexOf(" SRC=", in) < 0
        || text.indexOf(" DST=", in) < 0) {
      return false;
    }
    int p = in;
    while (p < text.length()) {
      int blank = text.indexOf(' ', p);
      int end = blank < 0 ? text.length() : blank;
      int equals = text.indexOf('=', p, end);
      if (equals > 0) {
        pair(text.substring(p, equals), text.substring(equals + 1, end), out);
      }
      p = end + 1;
    }
    int bracket = text.indexOf('[', from);
    String prefix = text.substring(bracket > 0 && bracket < in ? bracket : from, in).strip();
    id(prefix, out);
    String upper = prefix.toUpperCase(Locale.ROOT);
    boolean dropped =
        upper.contains("DROP")
            || upper.contains("BLOCK")
            || upper.contains("REJECT")
            || upper.contains("DENY")
            || upper.contains("-D-")
            || upper.contains("-R-");
    out.put(
        Fields.RULE_NAME, prefix.endsWith(":") ? prefix.substring(0, prefix.length() - 1) : prefix);
    out.event(
        dropped ? Review.SECURITY_EVENT : Review.USER_ACTIVITY,
        dropped ? "failure" : "",
        dropped ? "packet-dropped" : "packet-logged",
        "network");
    return true;
  }

  /** {@code [WAN_LOCAL-D-2147483647]} of UniFi: chain, verdict, number of the rule. */
  private static void id(String prefix, ServiceFields out) {
    int close = prefix.indexOf(']');
    int dash = close < 0 ? -1 : prefix.lastIndexOf('-', close);
    if (dash > 0 && close - dash > 1 && Character.isDigit(prefix.charAt(dash + 1))) {
      out.put(Fields.RULE_ID, prefix.substring(dash + 1, close));
    }
  }

  private static void pair(String name, String value, ServiceFields out) {
    switch (name) {
      case "IN" -> out.put(Fields.INGRESS_INTERFACE, value);
      case "OUT" -> out.put(Fields.EGRESS_INTERFACE, value);
      case "SRC" -> out.client(value);
      case "DST" -> out.server(value);
      case "SPT" -> out.number(Fields.SOURCE_PORT, value);
      case "DPT" -> out.number(Fields.DESTINATION_PORT, value);
      case "PROTO" -> out.put(Fields.NETWORK_TRANSPORT, value.toLowerCase(Locale.ROOT));
      // Of UDP the length of the datagram follows that of the packet; the packet's counts.
      case "LEN" -> {
        if (out.get(Fields.NETWORK_BYTES) == null) {
          out.number(Fields.NETWORK_BYTES, value);
        }
      }
      case "MAC" -> {
        if (value.length() >= 35) {
          out.put(Fields.SOURCE_MAC, value.substring(18, 35));
        }
      }
      default -> {}
    }
  }
}
