package org.hinomi.collector.decode.service;

import org.hinomi.collector.decode.Review;
import org.hinomi.core.event.Fields;

/**
 * Squid's native access log ({@code logformat squid}):
 *
 * <pre>{@code
 * TIME ELAPSED CLIENT RESULT/STATUS BYTES METHOD URL USER HIERARCHY/PEER TYPE [SENT]
 * }</pre>
 *
 * TIME is seconds since 1970 with milliseconds, ELAPSED milliseconds. SENT is there where a {@code
 * %>st} ends the format: bytes from the client, which show what leaves the company.
 */
final class SquidReader implements ServiceReader {
  private static final int WORDS = 10;

  @Override
  public boolean read(String text, int from, ServiceFields out) {
    int[] starts = new int[WORDS + 1];
    int[] ends = new int[WORDS + 1];
    int n = 0;
    int p = from;
    while (p < text.length() && n <= WORDS) {
      while (p < text.length() && text.charAt(p) == ' ') {
        p++;
      }
      int e = text.indexOf(' ', p);
      e = e < 0 ? text.length() : e;
      if (e > p) {
        starts[n] = p;
        ends[n++] = e;
      }
      p = e;
    }
    if (n < WORDS - 1 || text.charAt(ends[0] - 4 < starts[0] ? starts[0] : ends[0] - 4) != '.') {
      return false;
    }
    int slash = text.indexOf('/', starts[3], ends[3]);
    int peer = text.indexOf('/', starts[8], ends[8]);
    if (slash < 0 || peer < 0 || !Addresses.couldBe(text, starts[2], ends[2])) {
      return false;
    }
    out.time(text, starts[0], ends[0]);
    out.millis(text.substring(starts[1], ends[1]));
    out.client(text.substring(starts[2], ends[2]));
    out.put(Fields.PROXY_RESULT, text.substring(starts[3], slash));
    HttpRequest.status(text.substring(slash + 1, ends[3]), out);
    if (text.startsWith("TCP_DENIED", starts[3])) {
      out.event(Review.SECURITY_EVENT, "failure", "http-request", "web");
    }
    out.number(Fields.HTTP_BYTES, text.substring(starts[4], ends[4]));
    out.put(Fields.HTTP_METHOD, text.substring(starts[5], ends[5]));
    out.put(Fields.URL_ORIGINAL, text.substring(starts[6], ends[6]));
    out.put(Fields.USER_NAME, text.substring(starts[7], ends[7]));
    out.put(Fields.PROXY_HIERARCHY, text.substring(starts[8], peer));
    out.server(text.substring(peer + 1, ends[8]));
    if (n >= WORDS) {
      out.put(Fields.HTTP_MIME_TYPE, text.substring(starts[9], ends[9]));
    }
    if (n > WORDS) {
      out.number(Fields.SOURCE_BYTES, text.substring(starts[WORDS], ends[WORDS]));
    }
    return true;
  }
}
