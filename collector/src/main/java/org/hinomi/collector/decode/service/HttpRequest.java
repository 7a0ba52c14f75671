package org.hinomi.collector.decode.service;

import org.hinomi.collector.decode.Review;
import org.hinomi.core.event.Fields;

/** The request line and the status of HTTP (RFC 9112, section 3), as servers log them. */
final class HttpRequest {
  private static final int FIRST_ERROR = 400;
  private static final int FIRST_SERVER_ERROR = 500;

  private HttpRequest() {}

  /** {@code METHOD URL HTTP/VERSION}; what is none goes to {@code url.original} as it stands. */
  static void put(String request, ServiceFields out) {
    int method = request.indexOf(' ');
    if (method < 1 || !letters(request, method)) {
      out.put(Fields.URL_ORIGINAL, request);
      return;
    }
    out.put(Fields.HTTP_METHOD, request.substring(0, method));
    int version = request.lastIndexOf(" HTTP/");
    if (version > method) {
      out.put(Fields.HTTP_VERSION, request.substring(version + 6));
      out.put(Fields.URL_ORIGINAL, request.substring(method + 1, version));
    } else {
      out.put(Fields.URL_ORIGINAL, request.substring(method + 1));
    }
  }

  /** What an answer with this status means: a request served, refused or failed. */
  static void status(String status, ServiceFields out) {
    out.number(Fields.HTTP_STATUS, status);
    if (!(out.get(Fields.HTTP_STATUS) instanceof Long code)) {
      out.event(Review.USER_ACTIVITY, "", "http-request", "web");
      return;
    }
    if (code == 0) {
      // Nothing was answered: the client was gone, or had said nothing.
      out.event(Review.EXCEPTION, "failure", "http-request", "web");
      return;
    }
    String kind =
        code == 401 || code == 403 || code == 407
            ? Review.SECURITY_EVENT
            : code >= FIRST_SERVER_ERROR ? Review.FAULT : Review.USER_ACTIVITY;
    out.event(kind, code < FIRST_ERROR ? "success" : "failure", "http-request", "web");
  }

  private static boolean letters(String text, int end) {
    for (int i = 0; i < end; i++) {
      int lower = text.charAt(i) | 0x20;
      if ((lower < 'a' || lower > 'z') && lower != '-' && lower != '_') {
        return false;
      }
    }
    return true;
  }
}
