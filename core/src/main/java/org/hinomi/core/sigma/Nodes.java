package org.hinomi.core.sigma;

import static org.hinomi.core.sigma.SigmaProblem.Reason.STRUCTURE;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Questions asked of YAML nodes, answered with a line number where the answer is no. */
final class Nodes {
  static final Set<Tag> PLAIN_TAGS =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MERGE);

  private Nodes() {}

  /** Line of a node, from 1. */
  static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  static SigmaException problem(Node node, String key, SigmaProblem.Reason reason, String message) {
    return new SigmaException(line(node), key, reason, message);
  }

  /** The entries of a map by name, in order. */
  static Map<String, Node> entries(MappingNode map, String key) throws SigmaException {
    Map<String, Node> entries = new LinkedHashMap<>();
    for (NodeTuple entry : map.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode name)) {
        throw problem(entry.getKeyNode(), key, STRUCTURE, "a key that is not a word");
      }
      if (name.getTag().equals(Tag.MERGE)) {
        throw problem(name, key, STRUCTURE, "merge keys (<<) are not supported (write it out)");
      }
      if (entries.put(name.getValue(), entry.getValueNode()) != null) {
        throw problem(
            name,
            key.isEmpty() ? name.getValue() : key + "." + name.getValue(),
            STRUCTURE,
            "is there twice: YAML keeps only one of them (join them, or use a list)");
      }
    }
    return entries;
  }

  /** One scalar, or a list of scalars; not empty. */
  static List<ScalarNode> scalars(Node node, String key) throws SigmaException {
    if (node instanceof ScalarNode scalar) {
      return List.of(scalar);
    }
    List<ScalarNode> scalars = new ArrayList<>();
    if (node instanceof SequenceNode list) {
      for (Node item : list.getValue()) {
        if (!(item instanceof ScalarNode scalar)) {
          throw problem(item, key, STRUCTURE, "not a value (expected: a value or a list of them)");
        }
        scalars.add(scalar);
      }
    }
    if (scalars.isEmpty()) {
      throw problem(node, key, STRUCTURE, "no value (expected: a value or a list of them)");
    }
    return scalars;
  }
}
