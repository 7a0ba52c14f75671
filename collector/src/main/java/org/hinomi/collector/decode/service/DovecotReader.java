package org.hinomi.collector.decode.service;

import org.hinomi.collector.decode.Review;
import org.hinomi.core.event.Fields;

/**
 * The login processes of Dovecot: {@code SERVICE-login: [Info: ]TEXT: user=<NAME>, method=M,
 * rip=ADDRESS, lip=ADDRESS, TLS, session=<ID>}; which pairs come, and in which order, is a setting
 * (login_log_format_elements).
 */
final class DovecotReader implements ServiceReader {
  private static final String LOGIN = "-login: ";
  private static final int SERVICE_WITHIN = 40;

  private final ServiceReader texts;

  DovecotReader(ServiceReader texts) {
    this.texts = texts;
  }

  @Override
  public boolean read(String text, int from, ServiceFields out) {
    int login = text.indexOf(LOGIN, from, Math.min(text.length(), from + SERVICE_WITHIN));
    int rip = text.indexOf("rip=", Math.max(login, from));
    if (rip < 0 || text.charAt(Math.max(from, rip - 1)) != ' ') {
      return texts.read(text, from, out);
    }
    int start = login < 0 ? from : login + LOGIN.length();
    int pairs = pairs(text, start, rip);
    String said = text.substring(start, Math.max(start, pairs - 2));
    if (login > 0) {
      int service = text.lastIndexOf(' ', login) + 1;
      out.put(Fields.NETWORK_PROTOCOL, text.substring(service, login));
    }
    for (String level : new String[] {"Info: ", "Warning: ", "Error: "}) {
      said = said.startsWith(level) ? said.substring(level.length()) : said;
    }
    boolean in = said.equals("Login") || said.startsWith("Logged in");
    boolean failed =
        said.contains("auth failed")
            || said.contains("disallowed")
            || said.contains("disabled plaintext");
    out.event(
        failed ? Review.SECURITY_EVENT : Review.USER_ACTIVITY,
        in ? "success" : failed ? "failure" : "",
        in ? "logged-in" : failed ? "logon-failed" : "disconnected",
        "authentication");
    if (!in) {
      out.put(Fields.EVENT_REASON, said);
    }
    each(text, pairs, out);
    out.program("dovecot");
    return true;
  }

  /** Where the pairs begin: behind the last ": " before rip= that a pair follows. */
  private static int pairs(String text, int start, int rip) {
    for (String first : new String[] {": user=<", ": method=", ": rip="}) {
      int at = text.lastIndexOf(first, rip);
      if (at >= start) {
        return at + 2;
      }
    }
    return rip;
  }

  private static void each(String text, int from, ServiceFields out) {
    int p = from;
    while (p < text.length()) {
      int equals = text.indexOf('=', p);
      int comma = text.indexOf(", ", p);
      int start = equals + 1;
      if (equals > 0
          && start < text.length()
          && text.charAt(start) == '<'
          && equals < (comma < 0 ? text.length() : comma)) {
        // A name may hold commas; it ends with its bracket.
        int close = text.indexOf(">", start);
        if (close > 0) {
          pair(text.substring(p, equals), text.substring(start + 1, close), out);
          comma = text.indexOf(", ", close);
        }
      } else {
        int end = comma < 0 ? text.length() : comma;
        if (equals > p && equals < end) {
          pair(text.substring(p, equals), text.substring(start, end), out);
        } else if (text.startsWith("TLS", p)) {
          out.put(Fields.TLS_ESTABLISHED, !text.startsWith("TLS handshaking", p));
        }
      }
      p = comma < 0 ? text.length() : comma + 2;
    }
  }

  private static void pair(String name, String value, ServiceFields out) {
    switch (name) {
      case "user" -> out.put(Fields.USER_NAME, value);
      case "method" -> out.put(Fields.AUTH_METHOD, value);
      case "rip" -> out.client(value);
      case "lip" -> out.server(value);
      case "rport" -> out.number(Fields.SOURCE_PORT, value);
      case "lport" -> out.number(Fields.DESTINATION_PORT, value);
      case "session" -> out.put(Fields.SESSION_ID, value);
      default -> {}
    }
  }
}
