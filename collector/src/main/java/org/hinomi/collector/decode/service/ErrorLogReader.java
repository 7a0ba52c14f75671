package org.hinomi.collector.decode.service;

import java.util.Set;
import org.hinomi.collector.decode.Review;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;

/**
 * The error logs of Apache httpd 2.2 and 2.4 and of nginx.
 *
 * <pre>{@code
 * [TIME] [MODULE:LEVEL] [pid N:tid N] [client ADDRESS:PORT] AHnnnnn: TEXT, referer: URL
 * TIME [LEVEL] PID#TID: *CONNECTION TEXT, client: ADDRESS, server: NAME, request: "…", host: "…"
 * }</pre>
 */
final class ErrorLogReader implements ServiceReader {
  private static final int BRACKETS = 6;
  private static final Set<String> LEVELS =
      Set.of("emerg", "alert", "crit", "error", "warn", "notice", "info", "debug");
  private static final String CLIENT = ", client: ";

  private final ServiceReader texts;

  /**
   * @param texts what the servers say of a request
   */
  ErrorLogReader(ServiceReader texts) {
    this.texts = texts;
  }

  @Override
  public boolean read(String text, int from, ServiceFields out) {
    int p = from;
    int time = LeadingTime.end(text, from);
    if (time > from) {
      out.time(text, text.charAt(from) == '[' ? from + 1 : from, time);
      p = time;
    }
    if (p < text.length() && text.charAt(p) == '[' && isLevel(text, p)) {
      int level = p;
      p = brackets(text, p, out);
      if (p > level) {
        return isNginx(text, p) ? nginx(text, p, out) : apache(text, level, p, out);
      }
    }
    return false;
  }

  /** {@code [LEVEL]} or {@code [MODULE:LEVEL]}. */
  private static boolean isLevel(String text, int open) {
    int close = text.indexOf(']', open);
    if (close < 0 || close - open > 40) {
      return false;
    }
    int colon = text.lastIndexOf(':', close);
    String level = text.substring(colon > open ? colon + 1 : open + 1, close);
    return LEVELS.contains(level) || level.startsWith("trace");
  }

  /** Reads [level], [pid …], [client …] and their kin; where the text behind them begins. */
  private static int brackets(String text, int from, ServiceFields out) {
    int p = from;
    for (int i = 0; i < BRACKETS && p < text.length() && text.charAt(p) == '['; i++) {
      int close = text.indexOf(']', p);
      // An IPv6 address stands in brackets of its own.
      if (close > 0 && text.startsWith("[client [", p)
          || close > 0 && text.startsWith("[remote [", p)) {
        close = text.indexOf(']', close + 1);
      }
      if (close < 0) {
        return p;
      }
      if (text.startsWith("[client ", p) || text.startsWith("[remote ", p)) {
        client(text.substring(p + 8, close), out);
      } else if (i == 0) {
        int colon = text.indexOf(':', p);
        out.put(
            Fields.LOG_LEVEL,
            text.substring(colon > p && colon < close ? colon + 1 : p + 1, close));
      } else if (text.startsWith("[file ", p) || text.startsWith("[id ", p)) {
        return p;
      }
      p = close + 1;
      while (p < text.length() && text.charAt(p) == ' ') {
        p++;
      }
    }
    return p;
  }

  private static void client(String text, ServiceFields out) {
    int colon = text.lastIndexOf(':');
    boolean port = colon > 0 && (text.indexOf(':') == colon || text.charAt(colon - 1) == ']');
    // Apache writes an IPv6 address and its port with a colon between them, bracketed or not.
    if (!port && colon > 0 && text.indexOf('.') < 0 && text.split(":", -1).length > 8) {
      port = true;
    }
    if (port) {
      out.number(Fields.SOURCE_PORT, text.substring(colon + 1));
    }
    out.client(port ? text.substring(0, colon) : text);
  }

  private boolean apache(String text, int level, int from, ServiceFields out) {
    int p = from;
    if (text.startsWith("AH", p) && text.startsWith(": ", p + 7)) {
      out.put(Fields.EVENT_CODE, text.substring(p, p + 7));
      p += 9;
    }
    int referer = text.lastIndexOf(", referer: ");
    int end = referer > p ? referer : text.length();
    if (referer > p) {
      out.put(Fields.HTTP_REFERRER, text.substring(referer + 11));
    }
    // A bracketed word alone says little: what is said behind it, or of whom, tells Apache.
    boolean client = out.get(Fields.SOURCE_IP) != null || out.get(Fields.SOURCE_DOMAIN) != null;
    if (!client && out.get(Fields.EVENT_CODE) == null && !out.hasTime()) {
      return texts.read(text.substring(p, end), 0, out);
    }
    said(text.substring(level, from), text.substring(p, end), out);
    out.program("apache2");
    return true;
  }

  private void said(String level, String text, ServiceFields out) {
    if (!texts.read(text, 0, out)) {
      boolean bad = level.contains("crit") || level.contains("alert") || level.contains("emerg");
      boolean error = level.contains("error]");
      out.event(
          bad ? Review.FAULT : error ? Review.EXCEPTION : Review.USER_ACTIVITY,
          bad || error ? "failure" : "",
          "http-server-message",
          "web");
    }
  }

  /** {@code PID#TID: }. */
  private static boolean isNginx(String text, int from) {
    int p = from;
    while (p < text.length() && text.charAt(p) >= '0' && text.charAt(p) <= '9') {
      p++;
    }
    return p > from && p < text.length() && text.charAt(p) == '#';
  }

  private boolean nginx(String text, int from, ServiceFields out) {
    int colon = text.indexOf(": ", from);
    if (colon < 0) {
      return false;
    }
    int p = colon + 2;
    if (p < text.length() && text.charAt(p) == '*') {
      int blank = text.indexOf(' ', p);
      p = blank < 0 ? text.length() : blank + 1;
    }
    int tail = p;
    for (int at = text.indexOf(CLIENT, p); at >= 0; at = text.indexOf(CLIENT, at + 1)) {
      tail = at;
      if (tail(text, at + 2, null)) {
        break;
      }
    }
    String said = text.substring(p, tail > p ? tail : text.length());
    said("[" + out.get(Fields.LOG_LEVEL) + "]", said, out);
    if (tail > p) {
      tail(text, tail + 2, out);
    }
    out.program("nginx");
    return true;
  }

  /**
   * Reads {@code name: value, name: "value"} to the end.
   *
   * @param out null to try only
   * @return whether all of it could be read
   */
  private static boolean tail(String text, int from, @Nullable ServiceFields out) {
    int p = from;
    while (p < text.length()) {
      int colon = text.indexOf(": ", p);
      if (colon < 0 || colon - p > 20) {
        return p == text.length();
      }
      String name = text.substring(p, colon);
      int start = colon + 2;
      int end;
      if (start < text.length() && text.charAt(start) == '"') {
        start++;
        end = text.indexOf('"', start);
        end = end < 0 ? text.length() : end;
        p = Math.min(end + 1, text.length());
      } else {
        end = text.indexOf(", ", start);
        end = end < 0 ? text.length() : end;
        p = end;
      }
      if (out != null) {
        pair(name, text.substring(start, end), out);
      }
      if (p < text.length()) {
        if (!text.startsWith(", ", p)) {
          return false;
        }
        p += 2;
      }
    }
    return true;
  }

  private static void pair(String name, String value, ServiceFields out) {
    switch (name) {
      case "client" -> out.client(value);
      case "server" -> out.server(value.replaceFirst(":\\d+$", ""));
      case "request" -> HttpRequest.put(value, out);
      case "host" -> out.put(Fields.URL_DOMAIN, value);
      case "referrer" -> out.put(Fields.HTTP_REFERRER, value);
      case "upstream" -> out.put(Fields.PROXY_UPSTREAM, value);
      default -> {}
    }
  }
}
