package org.hinomi.collector.record;

import java.util.LinkedHashMap;
import java.util.Map;
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

  /** Null when there are none. */
  static @Nullable String write(Map<String, Object> fields) {
    return fields.isEmpty() ? null : JSON.writeValueAsString(fields);
  }

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
}
