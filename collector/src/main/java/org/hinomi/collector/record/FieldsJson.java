package org.hinomi.collector.record;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/** The fields without a column of their own, as one JSON object in a text column. */
final class FieldsJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> OBJECT =
      new TypeReference<>() {};

  private FieldsJson() {}

  static Map<String, Object> read(String json) throws HistoryException {
    try {
      return JSON.readValue(json, OBJECT);
    } catch (JacksonException e) {
      throw new HistoryException(
          "fields: not a JSON object (expected: what this program wrote)", e);
    }
  }

  /** How the key of a field stands in the object's text. */
  static String key(String field) {
    return JSON.writeValueAsString(field) + ":";
  }

  /** The field's place in the object (RFC 6901). */
  static String pointer(String field) {
    return "/" + field.replace("~", "~0").replace("/", "~1");
  }

  /**
   * Writes the objects: hundreds of thousands a second pass here, so it is written by hand into a
   * buffer that is used again. Keys are sorted, so that equal fields give equal text. Not
   * thread-safe.
   */
  static final class Writer {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final StringBuilder out = new StringBuilder(256);
    private String[] names = new String[16];

    /** Those that fit; null when there are none. */
    @Nullable String write(Map<String, Object> fields, BiPredicate<String, Object> fits) {
      if (names.length < fields.size()) {
        names = new String[fields.size() * 2];
      }
      int count = 0;
      for (Map.Entry<String, Object> field : fields.entrySet()) {
        if (fits.test(field.getKey(), field.getValue())) {
          names[count++] = field.getKey();
        }
      }
      if (count == 0) {
        return null;
      }
      Arrays.sort(names, 0, count);
      out.setLength(0);
      for (int i = 0; i < count; i++) {
        out.append(i == 0 ? '{' : ',');
        text(names[i]);
        out.append(':');
        value(fields.get(names[i]));
      }
      return out.append('}').toString();
    }

    private void value(@Nullable Object value) {
      switch (value) {
        case String text -> text(text);
        case Long number -> out.append(number.longValue());
        case Boolean truth -> out.append(truth.booleanValue());
        case List<?> list -> {
          out.append('[');
          for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
              out.append(',');
            }
            value(list.get(i));
          }
          out.append(']');
        }
        case null, default -> out.append(JSON.writeValueAsString(value));
      }
    }

    /** As Jackson writes it, so that {@link #key} is found in it. */
    private void text(String text) {
      out.append('"');
      int from = 0;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c >= ' ' && c != '"' && c != '\\') {
          continue;
        }
        out.append(text, from, i).append('\\');
        from = i + 1;
        switch (c) {
          case '"', '\\' -> out.append(c);
          case '\b' -> out.append('b');
          case '\t' -> out.append('t');
          case '\n' -> out.append('n');
          case '\f' -> out.append('f');
          case '\r' -> out.append('r');
          default -> out.append("u00").append(HEX[c >> 4]).append(HEX[c & 15]);
        }
      }
      out.append(text, from, text.length()).append('"');
    }
  }
}
