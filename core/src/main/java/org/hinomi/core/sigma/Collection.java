package org.hinomi.core.sigma;

import static org.hinomi.core.sigma.SigmaProblem.Reason.VALUE;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * What the documents of one file give to each other by {@code action}: {@code global} entries hold
 * for all that follow, {@code reset} ends them, and {@code repeat} takes what the document before
 * said and is not said anew. Maps are joined entry by entry.
 */
final class Collection {
  private static final String ACTION = "action";

  private @Nullable MappingNode global;
  private @Nullable MappingNode previous;

  /** The rule that a document says, with what others give to it; null where it is none itself. */
  @Nullable MappingNode next(MappingNode document) throws SigmaException {
    Node node = Nodes.entries(document, "").get(ACTION);
    if (node == null) {
      MappingNode rule = global == null ? document : join(global, document);
      previous = rule;
      return rule;
    }
    MappingNode rest = without(document, ACTION);
    String action = node instanceof ScalarNode scalar ? scalar.getValue() : "";
    switch (action) {
      case "global" -> {
        global = global == null ? rest : join(global, rest);
        return null;
      }
      case "reset" -> {
        global = null;
        return null;
      }
      case "repeat" -> {
        if (previous == null) {
          throw Nodes.problem(node, ACTION, VALUE, "repeat, and no rule before it in this file");
        }
        MappingNode rule = join(previous, rest);
        previous = rule;
        return rule;
      }
      default ->
          throw Nodes.problem(node, ACTION, VALUE, action + " (expected: global, repeat, reset)");
    }
  }

  /** A map without one of its entries. */
  static MappingNode without(MappingNode map, String key) {
    return map(
        map,
        map.getValue().stream()
            .filter(t -> !(t.getKeyNode() instanceof ScalarNode s && s.getValue().equals(key)))
            .toList());
  }

  private static MappingNode join(MappingNode base, MappingNode over) {
    Map<String, NodeTuple> entries = new LinkedHashMap<>();
    for (NodeTuple entry : base.getValue()) {
      entries.put(name(entry), entry);
    }
    for (NodeTuple entry : over.getValue()) {
      NodeTuple below = entries.get(name(entry));
      boolean maps =
          below != null
              && below.getValueNode() instanceof MappingNode
              && entry.getValueNode() instanceof MappingNode;
      entries.put(
          name(entry),
          maps && below != null
              ? new NodeTuple(
                  entry.getKeyNode(),
                  join((MappingNode) below.getValueNode(), (MappingNode) entry.getValueNode()))
              : entry);
    }
    return map(over, new ArrayList<>(entries.values()));
  }

  private static String name(NodeTuple entry) {
    return entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  private static MappingNode map(MappingNode place, List<NodeTuple> entries) {
    return new MappingNode(
        Tag.MAP, true, entries, place.getStartMark(), place.getEndMark(), place.getFlowStyle());
  }
}
