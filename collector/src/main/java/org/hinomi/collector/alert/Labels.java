package org.hinomi.collector.alert;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Labels as the database keeps them: a JSON object with sorted names, so that equal is equal. */
final class Labels {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<TreeMap<String, String>> TYPE = new TypeReference<>() {};

  private Labels() {}

  static String write(SortedMap<String, String> labels) {
    return JSON.writeValueAsString(labels);
  }

  static Map<String, String> read(String json) {
    return JSON.readValue(json, TYPE);
  }
}
