package org.hinomi.core.sigma;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An event of a test, given as a map of texts. */
record Events(Map<String, String> fields) implements FieldView {
  static Events of(String... namesAndValues) {
    Map<String, String> fields = new java.util.LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new Events(fields);
  }

  @Override
  public List<String> values(String field) {
    String value = fields.get(field);
    return value == null ? List.of() : List.of(value);
  }

  @Override
  public List<String> texts() {
    return new ArrayList<>(fields.values());
  }
}
