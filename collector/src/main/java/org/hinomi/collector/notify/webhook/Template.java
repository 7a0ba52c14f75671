package org.hinomi.collector.notify.webhook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hinomi.collector.notify.text.Placeholders;
import org.hinomi.collector.notify.text.Values;
import org.hinomi.core.settings.ConfigProblem;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON document whose texts have {@link Placeholders}. It is read as JSON and only its texts are
 * filled, so that whatever a host calls itself, the result is JSON of the same shape. Immutable.
 */
public final class Template {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int LONGEST = 256 * 1024;

  private final JsonNode document;
  private final Map<String, Placeholders> texts;

  private Template(JsonNode document, Map<String, Placeholders> texts) {
    this.document = document;
    this.texts = texts;
  }

  /**
   * A file, or what is wrong with it.
   *
   * @param template empty where there are problems
   */
  public record Reading(Optional<Template> template, List<ConfigProblem> problems) {
    public Reading {
      problems = List.copyOf(problems);
    }
  }

  public static Reading read(Path file) {
    String text;
    try {
      if (Files.size(file) > LONGEST) {
        return wrong(file, 1, "too long", "at most " + LONGEST + " bytes");
      }
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return wrong(file, 1, "cannot be read: " + e.getMessage(), "a template in UTF-8");
    }
    JsonNode document;
    try {
      document = JSON.readTree(text);
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      return wrong(file, line, e.getOriginalMessage(), "JSON");
    }
    if (!document.isObject() && !document.isArray()) {
      return wrong(file, 1, "no object", "a JSON object, { … }");
    }
    List<ConfigProblem> problems = new ArrayList<>();
    Map<String, Placeholders> texts = new LinkedHashMap<>();
    collect(document, texts);
    for (String each : texts.keySet()) {
      Placeholders.mistake(each, Values.NAMES)
          .ifPresent(
              mistake ->
                  problems.add(
                      new ConfigProblem(
                          file,
                          line(text, mistake.place()),
                          "",
                          mistake.place(),
                          mistake.expected())));
    }
    return problems.isEmpty()
        ? new Reading(Optional.of(new Template(document, texts)), List.of())
        : new Reading(Optional.empty(), problems);
  }

  private static Reading wrong(Path file, int line, String what, String expected) {
    return new Reading(
        Optional.empty(), List.of(new ConfigProblem(file, line, "", what, expected)));
  }

  private static int line(String text, String place) {
    int at = text.indexOf(place);
    return at < 0 ? 1 : 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
  }

  private static void collect(JsonNode node, Map<String, Placeholders> texts) {
    if (node.isString()) {
      texts.computeIfAbsent(node.stringValue(), Placeholders::of);
    }
    node.values().forEach(child -> collect(child, texts));
  }

  /** The document with the values put in. */
  byte[] fill(Map<String, String> values) {
    return JSON.writeValueAsBytes(filled(document, values));
  }

  private JsonNode filled(JsonNode node, Map<String, String> values) {
    if (node.isString()) {
      Placeholders text = texts.get(node.stringValue());
      return text == null ? node : JSON.getNodeFactory().stringNode(text.fill(values));
    }
    if (node.isObject()) {
      ObjectNode copy = JSON.createObjectNode();
      node.properties().forEach(p -> copy.set(p.getKey(), filled(p.getValue(), values)));
      return copy;
    }
    if (node.isArray()) {
      ArrayNode copy = JSON.createArrayNode();
      node.values().forEach(child -> copy.add(filled(child, values)));
      return copy;
    }
    return node;
  }
}
