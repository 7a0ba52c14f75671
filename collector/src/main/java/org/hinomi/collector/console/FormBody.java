package org.hinomi.collector.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;

/** The body of a request that a form sends: small, and read whole. */
final class FormBody {
  private static final int LONGEST = 4_096;

  private FormBody() {}

  /**
   * Reads it as text.
   *
   * @throws IllegalArgumentException where it is too long
   */
  static String text(ServerRequest request) throws IOException {
    byte[] body;
    try (InputStream in = request.content().inputStream()) {
      body = in.readNBytes(LONGEST + 1);
    }
    if (body.length > LONGEST) {
      throw new IllegalArgumentException("body: too long (expected: at most 4096 bytes)");
    }
    return new String(body, UTF_8);
  }

  /** The fields of a body in {@code application/x-www-form-urlencoded}. */
  static Map<String, String> fields(String body) {
    Map<String, String> form = new LinkedHashMap<>();
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.put(
            URLDecoder.decode(pair.substring(0, equals), UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return form;
  }
}
