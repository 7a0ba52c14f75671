package org.hinomi.core.sigma;

import static org.hinomi.core.sigma.SigmaProblem.Reason.STRUCTURE;
import static org.hinomi.core.sigma.SigmaProblem.Reason.UNSUPPORTED_DOCUMENT;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Compiles the part {@code detection} of one rule, collecting every problem in it. */
final class DetectionReader {
  private final String file;
  private final ItemReader items;
  private final List<SigmaProblem> problems;

  DetectionReader(String file, Placeholders placeholders, List<SigmaProblem> problems) {
    this.file = file;
    this.items = new ItemReader(placeholders);
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
    return ItemReader.anyOf(compiled);
  }

  private Detection selection(Node node, String key) throws SigmaException {
    return switch (node) {
      case MappingNode map -> map(map, key);
      case ScalarNode scalar -> ItemReader.keyword(scalar, key);
      case SequenceNode list -> {
        List<Detection> compiled = new ArrayList<>();
        for (Node item : list.getValue()) {
          compiled.add(
              switch (item) {
                case MappingNode map -> map(map, key);
                case ScalarNode scalar -> ItemReader.keyword(scalar, key);
                default ->
                    throw Nodes.problem(
                        item, key, STRUCTURE, "a list in a list (expected: maps or keywords)");
              });
        }
        if (compiled.isEmpty()) {
          throw Nodes.problem(list, key, STRUCTURE, "an empty list (expected: maps or keywords)");
        }
        yield ItemReader.anyOf(compiled);
      }
      default -> throw Nodes.problem(node, key, STRUCTURE, "expected: a map or a list");
    };
  }

  private Detection map(MappingNode map, String key) throws SigmaException {
    List<Detection> compiled = new ArrayList<>();
    Nodes.entries(map, key);
    for (NodeTuple entry : map.getValue()) {
      ScalarNode name = (ScalarNode) entry.getKeyNode();
      compiled.add(items.read(name, entry.getValueNode(), key + "." + name.getValue()));
    }
    if (compiled.isEmpty()) {
      throw Nodes.problem(map, key, STRUCTURE, "an empty map (expected: field: value)");
    }
    return ItemReader.allOf(compiled);
  }
}
