package org.hinomi.core.sigma;

import static org.hinomi.core.sigma.SigmaProblem.Reason.STRUCTURE;
import static org.hinomi.core.sigma.SigmaProblem.Reason.VALUE;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The entries of one rule beside its detection; collects what is wrong with them. */
final class Metadata {
  private final String file;
  private final MappingNode document;
  private final Map<String, Node> entries;
  private final List<SigmaProblem> problems;

  Metadata(String file, MappingNode document, List<SigmaProblem> problems) throws SigmaException {
    this.file = file;
    this.document = document;
    this.entries = Nodes.entries(document, "");
    this.problems = problems;
  }

  @Nullable Node node(String key) {
    return entries.get(key);
  }

  /** Reports at the entry's line, or at the document's first where there is no such entry. */
  void report(String key, SigmaProblem.Reason reason, String message) {
    Node node = entries.getOrDefault(key, document);
    problems.add(new SigmaProblem(file, Nodes.line(node), key, message, reason));
  }

  /** A text that a rule must have; null where it was reported to be missing. */
  @Nullable String required(String key) {
    int before = problems.size();
    String text = text(key);
    if (text == null && problems.size() == before) {
      report(key, STRUCTURE, "is missing");
    }
    return text;
  }

  /** A text; null where there is none or it was reported. */
  @Nullable String text(String key) {
    return text(key, entries.get(key));
  }

  /** One of some words; null where there is none or it was reported. */
  @Nullable String word(String key, Set<String> words) {
    String text = text(key);
    if (text == null) {
      return null;
    }
    String word = text.toLowerCase(Locale.ROOT);
    if (!words.contains(word)) {
      report(key, VALUE, text + " (expected: " + String.join(", ", new TreeSet<>(words)) + ")");
      return null;
    }
    return word;
  }

  /** A list of texts, or one; empty where there is none or it was reported. */
  List<String> texts(String key) {
    Node node = entries.get(key);
    if (node == null || isNull(node) || node instanceof SequenceNode list && isEmpty(list)) {
      return List.of();
    }
    try {
      return Nodes.scalars(node, key).stream().map(ScalarNode::getValue).toList();
    } catch (SigmaException e) {
      problems.add(e.problem(file));
      return List.of();
    }
  }

  /** The tags; an unknown one of those that say what an alert is for is reported. */
  List<String> tags() {
    List<String> tags = texts("tags");
    for (String tag : tags) {
      Aims.problem(tag).ifPresent(message -> report("tags", VALUE, message));
    }
    return tags;
  }

  LogSource logSource() {
    Node node = entries.get("logsource");
    if (node == null) {
      report("logsource", STRUCTURE, "is missing (expected: product, category, service)");
    } else if (node instanceof MappingNode map) {
      try {
        Map<String, Node> parts = Nodes.entries(map, "logsource");
        return new LogSource(
            text("logsource.product", parts.get("product")),
            text("logsource.category", parts.get("category")),
            text("logsource.service", parts.get("service")));
      } catch (SigmaException e) {
        problems.add(e.problem(file));
      }
    } else if (!isNull(node)) {
      report("logsource", STRUCTURE, "not a map (expected: product, category, service)");
    }
    return LogSource.ANY;
  }

  private @Nullable String text(String key, @Nullable Node node) {
    if (node == null || isNull(node)) {
      return null;
    }
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    problems.add(
        new SigmaProblem(
            file, Nodes.line(node), key, "not a text (expected: one word)", STRUCTURE));
    return null;
  }

  private static boolean isNull(Node node) {
    return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
  }

  private static boolean isEmpty(SequenceNode list) {
    return list.getValue().isEmpty();
  }
}
