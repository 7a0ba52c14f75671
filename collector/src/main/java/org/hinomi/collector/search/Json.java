package org.hinomi.collector.search;

import java.io.IOException;
import java.io.Writer;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;

/** One JSON object a line, safe to show on a terminal. */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static void line(Writer out, Map<String, Object> object) throws IOException {
    out.write(text(object));
    out.write('\n');
  }

  public static String text(Object value) {
    return Terminal.safeJson(MAPPER.writeValueAsString(value));
  }
}
