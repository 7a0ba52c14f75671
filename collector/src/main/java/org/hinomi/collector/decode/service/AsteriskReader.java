package org.hinomi.collector.decode.service;

import java.util.Locale;
import org.hinomi.collector.decode.Review;
import org.hinomi.core.event.Fields;

/**
 * The security log of Asterisk: {@code SecurityEvent="NAME",EventTV="…",Severity="Error",
 * Service="PJSIP",AccountID="…",RemoteAddress="IPV4/UDP/ADDRESS/PORT"…}; all else by the table.
 */
final class AsteriskReader implements ServiceReader {
  private static final String EVENT = "SecurityEvent=\"";
  private static final int PAIRS = 24;

  private final ServiceReader texts;

  AsteriskReader(ServiceReader texts) {
    this.texts = texts;
  }

  @Override
  public boolean read(String text, int from, ServiceFields out) {
    int p = text.indexOf(EVENT, from);
    if (p < 0) {
      return texts.read(text, from, out);
    }
    String severity = "";
    String event = "";
    for (int i = 0; i < PAIRS && p >= 0 && p < text.length(); i++) {
      int equals = text.indexOf("=\"", p);
      int close = equals < 0 ? -1 : text.indexOf('"', equals + 2);
      if (close < 0) {
        break;
      }
      String value = text.substring(equals + 2, close);
      switch (text.substring(p, equals)) {
        case "SecurityEvent" -> event = value;
        case "Severity" -> severity = value;
        case "EventTV" -> out.put(Fields.EVENT_REPORTED_TIME, value);
        case "Service" -> out.put(Fields.NETWORK_PROTOCOL, value);
        case "AccountID" -> out.put(Fields.USER_NAME, value);
        case "SessionID" -> out.put(Fields.SESSION_ID, value);
        case "LocalAddress" -> address(value, false, out);
        case "RemoteAddress" -> address(value, true, out);
        default -> {}
      }
      p = close + 2;
    }
    boolean failed = severity.equals("Error");
    out.put(Fields.EVENT_CODE, event);
    out.event(
        failed ? Review.SECURITY_EVENT : Review.USER_ACTIVITY,
        failed ? "failure" : "success",
        event.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT),
        "authentication");
    return true;
  }

  /** {@code IPV4/UDP/192.0.2.1/5060}. */
  private static void address(String value, boolean remote, ServiceFields out) {
    String[] parts = value.split("/");
    if (parts.length != 4) {
      return;
    }
    if (remote) {
      out.client(parts[2]);
      out.number(Fields.SOURCE_PORT, parts[3]);
      out.put(Fields.NETWORK_TRANSPORT, parts[1].toLowerCase(Locale.ROOT));
    } else {
      out.server(parts[2]);
      out.number(Fields.DESTINATION_PORT, parts[3]);
    }
  }
}
