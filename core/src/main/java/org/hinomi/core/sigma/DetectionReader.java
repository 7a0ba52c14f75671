package org.hinomi.core.sigma;

import static org.hinomi.core.sigma.SigmaProblem.Reason.STRUCTURE;
import static org.hinomi.core.sigma.SigmaProblem.Reason.UNSUPPORTED_DOCUMENT;
import static org.hinomi.core.sigma.SigmaProblem.Reason.UNSUPPORTED_MODIFIER;
import static org.hinomi.core.sigma.SigmaProblem.Reason.VALUE;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Compiles the part {@code detection} of one rule, collecting every problem in it. */
final class DetectionReader {
  /** Modifiers of the specification 2.1 that this program does not apply. */
  private static final Set<String> LATER =
      Set.of(
          "exists",
          "cased",
          "neq",
          "windash",
          "re",
          "i",
          "m",
          "s",
          "base64",
          "base64offset",
          "utf16le",
          "utf16be",
          "utf16",
          "wide",
          "lt",
          "lte",
          "gt",
          "gte",
          "minute",
          "hour",
          "day",
          "week",
          "month",
          "year",
          "cidr",
          "expand",
          "fieldref");

  private static final Set<String> ANCHORS = Set.of("contains", "startswith", "endswith");

  private final String file;
  private final List<SigmaProblem> problems;

  DetectionReader(String file, List<SigmaProblem> problems) {
    this.file = file;
    this.problems = problems;
  }

  /** Compiles it; null where the list of problems has grown. */
  @Nullable Detection read(Node node) {
    int before = problems.size();
    try {
      if (!(node instanceof MappingNode map)) {
        throw Nodes.problem(
            node,
            "detection",
            STRUCTURE,
            "not a map (expected: search identifiers and a condition)");
      }
      Map<String, Node> parts = Nodes.entries(map, "detection");
      Map<String, Detection> identifiers = identifiers(parts);
      Node condition = parts.get("condition");
      if (condition == null) {
        throw Nodes.problem(map, "detection.condition", STRUCTURE, "is missing");
      }
      // Without all identifiers, what the condition says of them cannot be judged.
      return problems.size() > before ? null : condition(condition, identifiers);
    } catch (SigmaException e) {
      problems.add(e.problem(file));
      return null;
    }
  }

  private Map<String, Detection> identifiers(Map<String, Node> parts) {
    Map<String, Detection> identifiers = new LinkedHashMap<>();
    for (Map.Entry<String, Node> part : parts.entrySet()) {
      String name = part.getKey();
      try {
        if (name.equals("timeframe")) {
          throw Nodes.problem(
              part.getValue(),
              "detection.timeframe",
              UNSUPPORTED_DOCUMENT,
              "is of Sigma 1 and not supported (remove it)");
        }
        if (!name.equals("condition")) {
          identifiers.put(name, selection(part.getValue(), "detection." + name));
        }
      } catch (SigmaException e) {
        problems.add(e.problem(file));
      }
    }
    return identifiers;
  }

  private static Detection condition(Node node, Map<String, Detection> identifiers)
      throws SigmaException {
    List<ScalarNode> conditions = Nodes.scalars(node, "detection.condition");
    List<Detection> compiled = new ArrayList<>();
    for (ScalarNode condition : conditions) {
      compiled.add(ConditionParser.parse(condition.getValue(), identifiers, Nodes.line(condition)));
    }
    return anyOf(compiled);
  }

  private static Detection selection(Node node, String key) throws SigmaException {
    return switch (node) {
      case MappingNode map -> map(map, key);
      case ScalarNode scalar -> keyword(scalar, key);
      case SequenceNode list -> {
        List<Detection> items = new ArrayList<>();
        for (Node item : list.getValue()) {
          items.add(
              switch (item) {
                case MappingNode map -> map(map, key);
                case ScalarNode scalar -> keyword(scalar, key);
                default ->
                    throw Nodes.problem(
                        item, key, STRUCTURE, "a list in a list (expected: maps or keywords)");
              });
        }
        if (items.isEmpty()) {
          throw Nodes.problem(list, key, STRUCTURE, "an empty list (expected: maps or keywords)");
        }
        yield anyOf(items);
      }
      default -> throw Nodes.problem(node, key, STRUCTURE, "expected: a map or a list");
    };
  }

  private static Detection map(MappingNode map, String key) throws SigmaException {
    List<Detection> items = new ArrayList<>();
    Nodes.entries(map, key);
    for (NodeTuple entry : map.getValue()) {
      ScalarNode name = (ScalarNode) entry.getKeyNode();
      items.add(item(name, entry.getValueNode(), key + "." + name.getValue()));
    }
    if (items.isEmpty()) {
      throw Nodes.problem(map, key, STRUCTURE, "an empty map (expected: field: value)");
    }
    return allOf(items);
  }

  private static Detection item(ScalarNode name, Node node, String key) throws SigmaException {
    List<String> words = List.of(name.getValue().split("\\|", -1));
    String field = words.getFirst();
    List<String> modifiers = words.subList(1, words.size());
    checkModifiers(name, modifiers, key);
    List<ScalarNode> values = Nodes.scalars(node, key);
    boolean contains = modifiers.contains("contains");
    boolean openStart = contains || modifiers.contains("endswith") || field.isEmpty();
    boolean openEnd = contains || modifiers.contains("startswith") || field.isEmpty();
    List<Detection> items = new ArrayList<>();
    for (ScalarNode value : values) {
      if (isNull(value)) {
        if (values.size() > 1 || !modifiers.isEmpty() || field.isEmpty()) {
          throw Nodes.problem(
              value,
              key,
              STRUCTURE,
              "null stands alone, without list and modifiers (make it a selection of its own)");
        }
        return new Detection.Null(field);
      }
      Pattern pattern = Pattern.of(text(value, key), openStart, openEnd);
      items.add(
          field.isEmpty() ? new Detection.Keyword(pattern) : new Detection.Field(field, pattern));
    }
    return modifiers.contains("all") ? allOf(items) : anyOf(items);
  }

  private static void checkModifiers(ScalarNode name, List<String> modifiers, String key)
      throws SigmaException {
    int anchors = 0;
    for (String modifier : modifiers) {
      if (LATER.contains(modifier)) {
        throw Nodes.problem(
            name,
            key,
            UNSUPPORTED_MODIFIER,
            "modifier "
                + modifier
                + " is not supported (expected: all, contains, endswith,"
                + " startswith)");
      }
      if (ANCHORS.contains(modifier)) {
        anchors++;
      } else if (!modifier.equals("all")) {
        throw Nodes.problem(
            name,
            key,
            VALUE,
            "modifier " + modifier + " is unknown (expected: all, contains, endswith, startswith)");
      }
    }
    if (anchors > 1) {
      throw Nodes.problem(
          name, key, VALUE, "only one of contains, endswith, startswith can be applied");
    }
    if (name.getValue().startsWith("|") && !modifiers.equals(List.of("all"))) {
      throw Nodes.problem(name, key, VALUE, "keywords take no modifier but all (expected: '|all')");
    }
    if (name.getValue().isEmpty()) {
      throw Nodes.problem(name, key, STRUCTURE, "an empty field name (expected: field: value)");
    }
  }

  private static Detection keyword(ScalarNode value, String key) throws SigmaException {
    if (isNull(value) || value.getValue().isEmpty()) {
      throw Nodes.problem(value, key, STRUCTURE, "an empty keyword would match every event");
    }
    return new Detection.Keyword(Pattern.of(text(value, key), true, true));
  }

  private static boolean isNull(ScalarNode value) {
    return value.getTag().equals(Tag.NULL);
  }

  /** The scalar as it is written: YAML's typing (yes, 0514, 9:00) says nothing here. */
  private static String text(ScalarNode value, String key) throws SigmaException {
    if (!Nodes.PLAIN_TAGS.contains(value.getTag())) {
      throw Nodes.problem(
          value,
          key,
          STRUCTURE,
          "tag " + value.getTag().getValue() + " is not supported (expected: text or number)");
    }
    return value.getValue();
  }

  private static Detection anyOf(List<Detection> items) {
    return items.size() == 1 ? items.getFirst() : new Detection.Or(items);
  }

  private static Detection allOf(List<Detection> items) {
    return items.size() == 1 ? items.getFirst() : new Detection.And(items);
  }
}
