package org.hinomi.core.sigma;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * An event of a test, given as JSON. Of a Windows event, as evtx_dump writes it, EventData and
 * System are laid side by side, with the names that public rules use.
 */
record JsonEvent(Map<String, List<String>> fields) implements FieldView {

  static JsonEvent of(JsonNode json) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    JsonNode event = json.path("Event");
    if (event.isMissingNode()) {
      add(fields, json);
      return new JsonEvent(fields);
    }
    JsonNode system = event.path("System");
    add(fields, system);
    put(fields, "EventID", system.path("EventID").path("#text"));
    put(fields, "Provider_Name", system.path("Provider").path("#attributes").path("Name"));
    add(fields, event.path("EventData"));
    event.path("UserData").forEach(part -> add(fields, part));
    return new JsonEvent(fields);
  }

  private static void add(Map<String, List<String>> fields, JsonNode object) {
    object.properties().forEach(entry -> put(fields, entry.getKey(), entry.getValue()));
  }

  private static void put(Map<String, List<String>> fields, String name, JsonNode value) {
    List<JsonNode> values = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(values::add);
    } else {
      values.add(value);
    }
    for (JsonNode item : values) {
      if (item.isValueNode() && !item.isNull()) {
        fields.computeIfAbsent(name, n -> new ArrayList<>()).add(item.asString());
      }
    }
  }

  @Override
  public List<String> values(String field) {
    return fields.getOrDefault(field, List.of());
  }

  @Override
  public List<String> texts() {
    return fields.values().stream().flatMap(List::stream).toList();
  }
}
