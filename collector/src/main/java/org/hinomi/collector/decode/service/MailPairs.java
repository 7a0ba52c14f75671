package org.hinomi.collector.decode.service;

import java.util.Locale;
import org.hinomi.collector.decode.Review;
import org.hinomi.core.event.Fields;

/**
 * The pairs of a Postfix line: {@code name=value, name=<value>, status=sent (text)}, also with
 * blanks instead of commas between them.
 */
final class MailPairs {
  private static final int PAIRS = 32;

  private MailPairs() {}

  static void read(String text, int from, ServiceFields out) {
    out.event(Review.USER_ACTIVITY, "", action(text, from), "email");
    pairs(text, from, out);
  }

  private static String action(String text, int from) {
    if (text.startsWith("client=", from) || text.startsWith("uid=", from)) {
      return "mail-received";
    }
    if (text.startsWith("from=", from)) {
      return "mail-queued";
    }
    return text.startsWith("to=", from) ? "mail-delivery" : "mail-message";
  }

  static void pairs(String text, int from, ServiceFields out) {
    int p = from;
    for (int i = 0; i < PAIRS && p < text.length(); i++) {
      int equals = text.indexOf('=', p);
      if (equals < 0 || equals - p > 32) {
        return;
      }
      String name = text.substring(p, equals);
      int start = equals + 1;
      int end;
      if (start < text.length() && text.charAt(start) == '<') {
        end = bracketEnd(text, start);
        pair(name, text.substring(start + 1, end), out);
        end = Math.min(end + 1, text.length());
      } else {
        end = valueEnd(text, start, name);
        pair(name, text.substring(start, end), out);
      }
      if (name.equals("status")) {
        status(text, end, out);
        return;
      }
      p = end;
      while (p < text.length() && (text.charAt(p) == ',' || text.charAt(p) == ' ')) {
        p++;
      }
      if (p < text.length() && text.charAt(p) == '(') {
        return;
      }
    }
  }

  /** A local part in quotes may hold brackets: the one counts that a separator follows. */
  private static int bracketEnd(String text, int start) {
    int e = text.indexOf('>', start);
    while (e >= 0
        && e + 1 < text.length()
        && text.charAt(e + 1) != ','
        && text.charAt(e + 1) != ' '
        && text.charAt(e + 1) != ':'
        && text.charAt(e + 1) != ';') {
      e = text.indexOf('>', e + 1);
    }
    return e < 0 ? text.length() : e;
  }

  private static int valueEnd(String text, int start, String name) {
    if (name.equals("message-id") || name.equals("resent-message-id")) {
      return text.length();
    }
    int e = start;
    while (e < text.length() && text.charAt(e) != ',' && text.charAt(e) != ' ') {
      e++;
    }
    return e;
  }

  /** {@code status=sent (response)}, {@code status=expired, returned to sender}. */
  private static void status(String text, int from, ServiceFields out) {
    Object status = out.get(Fields.EMAIL_STATUS);
    int open = text.indexOf(" (", from);
    String said = "";
    if (open == from) {
      int close = text.lastIndexOf(')');
      said = text.substring(open + 2, close > open ? close : text.length());
    } else if (text.startsWith(", ", from)) {
      said = text.substring(from + 2);
    }
    out.put(Fields.EMAIL_RESPONSE, said);
    boolean done = "sent".equals(status) || "deliverable".equals(status);
    boolean refused =
        "bounced".equals(status) || "expired".equals(status) || "undeliverable".equals(status);
    out.event(
        done ? Review.USER_ACTIVITY : Review.EXCEPTION,
        done ? "success" : "failure",
        done ? "mail-sent" : refused ? "mail-bounced" : "mail-deferred",
        "email");
    if (!done) {
      out.put(Fields.EVENT_REASON, said);
    }
  }

  static void pair(String name, String value, ServiceFields out) {
    switch (name) {
      case "client", "orig_client" -> out.host(value, true);
      case "from" -> out.put(Fields.EMAIL_FROM, value);
      case "to" -> out.put(Fields.EMAIL_TO, value);
      case "orig_to" -> out.put(Fields.EMAIL_ORIGINAL_TO, value);
      case "relay" -> {
        out.put(Fields.EMAIL_RELAY, value.equals("none") ? "" : value);
        out.host(value, false);
      }
      case "size" -> out.number(Fields.EMAIL_SIZE, value);
      case "nrcpt" -> out.number(Fields.EMAIL_RECIPIENTS, value);
      case "delay" -> out.seconds(value);
      case "delays" -> out.put(Fields.EMAIL_DELAYS, value);
      case "dsn" -> out.put(Fields.EMAIL_DSN, value);
      case "status" -> out.put(Fields.EMAIL_STATUS, value);
      case "tls" -> out.put(Fields.EMAIL_TLS_POLICY, value);
      case "uid" -> out.put(Fields.USER_ID, value);
      case "proto" -> out.put(Fields.NETWORK_PROTOCOL, value.toLowerCase(Locale.ROOT));
      case "helo" -> out.put(Fields.EMAIL_HELO, value);
      case "sasl_method" -> out.put(Fields.AUTH_METHOD, value);
      case "sasl_username" -> out.put(Fields.USER_NAME, value);
      case "message-id", "resent-message-id" -> out.put(Fields.EMAIL_MESSAGE_ID, value);
      default -> {}
    }
  }
}
