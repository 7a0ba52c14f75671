package org.hinomi.collector.decode.columns;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Flattens JSON: names of objects within each other with dots between. A list of pairs (Name and
 * Value, as audit logs have them) gives one value for each name; the objects of any other list give
 * their values together.
 */
final class JsonValues {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String AUDIT = "AuditData";
  private static final int LIMIT = 4096;
  private static final int DEPTH = 32;

  private JsonValues() {}

  static void read(String text, Map<String, Object> values) throws MalformedRecordException {
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (JacksonException e) {
      throw new MalformedRecordException("json: " + e.getOriginalMessage());
    }
    if (!node.isObject()) {
      throw new MalformedRecordException("json: not an object (expected: {…})");
    }
    object("", node, values, 0);
  }

  private static void object(String prefix, JsonNode node, Map<String, Object> values, int depth) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String key = entry.getKey();
      String name = prefix.isEmpty() ? key : prefix + '.' + key;
      JsonNode value = entry.getValue();
      if (depth == 0 && key.equals(AUDIT) && value.isString()) {
        // What Microsoft 365 has to say of a record stands in it as text.
        nested(value.asString(), values);
      } else {
        value(name, value, values, depth + 1);
      }
    }
  }

  /**
   * Adds what a text of JSON holds; leaves it out where it is none. What the record around it says
   * too is not said twice.
   */
  static void nested(String text, Map<String, Object> values) {
    Map<String, Object> inside = new LinkedHashMap<>();
    try {
      read(text, inside);
    } catch (MalformedRecordException e) {
      values.putIfAbsent(AUDIT, text);
      return;
    }
    inside.forEach(
        (name, value) -> {
          Object before = values.putIfAbsent(name, value);
          if (before != null && !before.toString().equals(value.toString())) {
            values.putIfAbsent(AUDIT + '.' + name, value);
          }
        });
  }

  private static void value(String name, JsonNode node, Map<String, Object> values, int depth) {
    if (node.isNull() || node.isMissingNode() || values.size() >= LIMIT) {
      return;
    }
    if (depth >= DEPTH) {
      add(values, name, node.toString());
    } else if (node.isObject()) {
      object(name, node, values, depth);
    } else if (node.isArray()) {
      for (JsonNode one : node) {
        element(name, one, values, depth);
      }
    } else {
      add(values, name, scalar(node));
    }
  }

  private static void element(String name, JsonNode one, Map<String, Object> values, int depth) {
    JsonNode key = one.isObject() ? first(one, "Name", "name") : null;
    if (key != null && key.isString() && one.size() == 2) {
      for (Map.Entry<String, JsonNode> entry : one.properties()) {
        if (entry.getValue() != key) {
          value(name + '.' + key.asString(), entry.getValue(), values, depth + 1);
        }
      }
    } else {
      value(name, one, values, depth + 1);
    }
  }

  private static @Nullable JsonNode first(JsonNode node, String one, String other) {
    return node.has(one) ? node.get(one) : node.get(other);
  }

  private static Object scalar(JsonNode node) {
    if (node.isBoolean()) {
      return node.asBoolean();
    }
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.asLong();
    }
    return node.isNumber() && !node.isIntegralNumber() ? (Object) node.asDouble() : node.asString();
  }

  private static void add(Map<String, Object> values, String name, Object value) {
    Object before = values.putIfAbsent(name, value);
    if (before == null) {
      return;
    }
    List<String> all = new ArrayList<>();
    if (before instanceof List<?> several) {
      several.forEach(one -> all.add(one.toString()));
    } else {
      all.add(before.toString());
    }
    if (all.size() < LIMIT) {
      all.add(value.toString());
    }
    values.put(name, all);
  }
}
