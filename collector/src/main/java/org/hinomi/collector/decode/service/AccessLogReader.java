package org.hinomi.collector.decode.service;

import java.util.ArrayList;
import java.util.List;
import org.hinomi.core.event.Fields;

/**
 * The Common Log Format of NCSA httpd and what grew out of it: combined, with the virtual host
 * before it, with more behind it (Squid, nginx, Traefik, SOGo).
 *
 * <pre>{@code
 * [VHOST[:PORT] ]CLIENT IDENT USER [TIME] "REQUEST" STATUS BYTES[ "REFERER" "AGENT"][ …]
 * }</pre>
 */
final class AccessLogReader implements ServiceReader {
  /** Client, ident and user stand before the time; users with many blanks are no users. */
  private static final int TIME_WITHIN = 512;

  private static final int TIME_LENGTH = 20;
  private static final int WORDS = 8;

  @Override
  public boolean read(String text, int from, ServiceFields out) {
    int open = text.indexOf(" [", from, Math.min(text.length(), from + TIME_WITHIN));
    if (open < 0) {
      return false;
    }
    int close = text.indexOf("] \"", open);
    if (close < 0 || close - open < TIME_LENGTH || close - open > 2 * TIME_LENGTH) {
      return false;
    }
    List<String> words = words(text, from, open);
    if (words.size() < 3) {
      return false;
    }
    int client = 0;
    if (words.size() > 3 && Addresses.isIp(words.get(1)) && !Addresses.isIp(words.getFirst())) {
      client = 1;
    }
    int request = close + 3;
    int requestEnd = quoteEnd(text, request);
    if (requestEnd < 0 || !Addresses.couldBe(words.get(client), 0, words.get(client).length())) {
      return false;
    }
    if (client == 1) {
      host(words.getFirst(), out);
    }
    out.client(words.get(client));
    out.put(Fields.USER_NAME, String.join(" ", words.subList(client + 2, words.size())));
    out.time(text, open + 2, close);
    HttpRequest.put(text.substring(request, requestEnd), out);
    tail(text, requestEnd + 1, out);
    return true;
  }

  private static List<String> words(String text, int from, int end) {
    List<String> words = new ArrayList<>(4);
    int p = from;
    while (p < end && words.size() < WORDS) {
      int blank = text.indexOf(' ', p, end);
      int e = blank < 0 ? end : blank;
      if (e > p) {
        words.add(text.substring(p, e));
      }
      p = e + 1;
    }
    return words;
  }

  private static void host(String text, ServiceFields out) {
    int colon = text.lastIndexOf(':');
    if (colon > 0) {
      out.number(Fields.DESTINATION_PORT, text.substring(colon + 1));
    }
    out.server(colon > 0 ? text.substring(0, colon) : text);
  }

  /** The closing quote; a quote behind a backslash is one of the text's own. */
  private static int quoteEnd(String text, int p) {
    for (int i = p; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        return i;
      }
    }
    return -1;
  }

  private static void tail(String text, int from, ServiceFields out) {
    int p = blanks(text, from);
    int status = wordEnd(text, p);
    HttpRequest.status(text.substring(p, status), out);
    p = blanks(text, status);
    int bytes = wordEnd(text, p);
    out.number(Fields.HTTP_BODY_BYTES, text.substring(p, bytes));
    p = blanks(text, bytes);
    if (p < text.length() && text.charAt(p) == '"') {
      int end = quoteEnd(text, p + 1);
      if (end > 0) {
        out.put(Fields.HTTP_REFERRER, text.substring(p + 1, end));
        p = blanks(text, end + 1);
        // The agent is the last field: a line that was cut ends inside of it.
        int agent = p < text.length() && text.charAt(p) == '"' ? quoteEnd(text, p + 1) : p;
        if (agent != p) {
          out.put(Fields.USER_AGENT, text.substring(p + 1, agent < 0 ? text.length() : agent));
        }
        rest(text, agent < 0 ? text.length() : agent + 1, out);
      }
    }
  }

  /** Squid's RESULT:HIERARCHY, Traefik's COUNT "ROUTER" "SERVER" MILLISECONDSms. */
  private static void rest(String text, int from, ServiceFields out) {
    int p = blanks(text, Math.min(from, text.length()));
    int end = wordEnd(text, p);
    if (text.startsWith("TCP_", p) || text.startsWith("UDP_", p) || text.startsWith("NONE", p)) {
      int colon = text.indexOf(':', p);
      out.put(Fields.PROXY_RESULT, text.substring(p, colon > 0 && colon < end ? colon : end));
      return;
    }
    int quote = text.indexOf(" \"", p);
    if (quote != end || !text.endsWith("ms")) {
      return;
    }
    int router = quoteEnd(text, quote + 2);
    int server = router < 0 ? -1 : text.indexOf('"', router + 1);
    int serverEnd = server < 0 ? -1 : quoteEnd(text, server + 1);
    if (serverEnd > 0) {
      out.number(Fields.PROXY_REQUESTS, text.substring(p, end));
      out.put(Fields.PROXY_ROUTER, text.substring(quote + 2, router));
      out.put(Fields.PROXY_UPSTREAM, text.substring(server + 1, serverEnd));
      out.millis(text.substring(blanks(text, serverEnd + 1), text.length() - 2));
    }
  }

  private static int blanks(String text, int p) {
    int q = p;
    while (q < text.length() && text.charAt(q) == ' ') {
      q++;
    }
    return q;
  }

  private static int wordEnd(String text, int p) {
    int e = text.indexOf(' ', p);
    return e < 0 ? text.length() : e;
  }
}
