package org.hinomi.core.sigma;

import static org.hinomi.core.sigma.SigmaProblem.Reason.STRUCTURE;
import static org.hinomi.core.sigma.SigmaProblem.Reason.VALUE;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hinomi.core.sigma.CorrelationRule.Bound;
import org.hinomi.core.sigma.CorrelationRule.Type;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the part {@code correlation} of one document; leaves at its first problem. */
final class CorrelationReader {
  private static final Set<String> KEYS =
      Set.of("type", "rules", "group-by", "timespan", "condition", "aliases", "generate");

  private static final Set<String> OPERATORS = Set.of("gt", "gte", "lt", "lte", "eq", "neq");

  private final Map<String, Node> entries;
  private final MappingNode map;

  private CorrelationReader(MappingNode map) throws SigmaException {
    this.map = map;
    this.entries = Nodes.entries(map, "correlation");
  }

  /** Reads it, with what the document says beside it. */
  static CorrelationRule read(
      String file, int line, Metadata metadata, String title, @Nullable Level level, Node node)
      throws SigmaException {
    if (!(node instanceof MappingNode map)) {
      throw Nodes.problem(node, "correlation", STRUCTURE, "not a map (expected: type, rules, …)");
    }
    return new CorrelationReader(map).rule(file, line, metadata, title, level);
  }

  private CorrelationRule rule(
      String file, int line, Metadata metadata, String title, @Nullable Level level)
      throws SigmaException {
    for (Map.Entry<String, Node> entry : entries.entrySet()) {
      if (!KEYS.contains(entry.getKey())) {
        throw problem(entry.getValue(), entry.getKey(), "is unknown (expected: " + sorted(KEYS));
      }
    }
    Type type = type();
    List<String> rules = texts("rules", true);
    Map<String, Node> condition = Map.of();
    Detection expression = null;
    Node conditionNode = entries.get("condition");
    if (conditionNode instanceof MappingNode conditionMap) {
      condition = Nodes.entries(conditionMap, "correlation.condition");
    } else if (conditionNode instanceof ScalarNode text && type.isTemporal()) {
      expression = expression(text, rules);
    } else if (conditionNode != null || !type.isTemporal()) {
      throw problem(map, "condition", "is missing (expected: e.g. gte: 10)");
    }
    List<Bound> bounds = new ArrayList<>();
    List<String> fields = List.of();
    BigDecimal percentile = null;
    for (Map.Entry<String, Node> entry : condition.entrySet()) {
      String key = "condition." + entry.getKey();
      if (OPERATORS.contains(entry.getKey())) {
        bounds.add(new Bound(entry.getKey(), number(entry.getValue(), key)));
      } else if (entry.getKey().equals("field") && type.needsField()) {
        fields = values(entry.getValue(), key);
      } else if (entry.getKey().equals("percentile") && type == Type.VALUE_PERCENTILE) {
        percentile = number(entry.getValue(), key);
        if (percentile.signum() < 0 || percentile.compareTo(BigDecimal.valueOf(100)) > 0) {
          throw problem(entry.getValue(), key, percentile + " (expected: 0 to 100)");
        }
      } else {
        throw problem(entry.getValue(), key, "has no place here (expected: " + sorted(OPERATORS));
      }
    }
    checkCondition(type, fields, bounds, conditionNode, expression);
    if (bounds.isEmpty() && type.isTemporal() && expression == null) {
      bounds.add(new Bound("gte", BigDecimal.valueOf(rules.size())));
    }
    return new CorrelationRule(
        file,
        line,
        metadata.text("id"),
        metadata.text("name"),
        title,
        level,
        type,
        rules,
        texts("group-by", false),
        timespan(),
        fields,
        percentile,
        bounds,
        expression,
        aliases(),
        generate(metadata),
        metadata.tags());
  }

  private void checkCondition(
      Type type,
      List<String> fields,
      List<Bound> bounds,
      @Nullable Node node,
      @Nullable Detection expression)
      throws SigmaException {
    Node place = node == null ? map : node;
    if (type.needsField() && fields.isEmpty()) {
      throw problem(place, "condition.field", "is missing (expected: the field to look at)");
    }
    if (fields.size() > 1 && type != Type.VALUE_COUNT) {
      throw problem(place, "condition.field", "names several fields (expected: one number)");
    }
    if (bounds.isEmpty() && expression == null && node != null) {
      throw problem(place, "condition", "says no bound (expected: e.g. gte: 10)");
    }
    boolean counts = type == Type.EVENT_COUNT || type == Type.VALUE_COUNT;
    BigDecimal limit = BigDecimal.valueOf(CorrelationEngine.ENTRY_LIMIT);
    if (counts && bounds.stream().anyMatch(b -> b.number().compareTo(limit) >= 0)) {
      throw problem(
          place, "condition", "counts further than is kept (expected: less than " + limit + ")");
    }
  }

  private Type type() throws SigmaException {
    String word = texts("type", true).getFirst();
    for (Type type : Type.values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(word)) {
        return type;
      }
    }
    throw problem(
        entries.getOrDefault("type", map),
        "type",
        word
            + " (expected: event_count, temporal, temporal_ordered, value_avg, value_count,"
            + " value_percentile, value_sum)");
  }

  private long timespan() throws SigmaException {
    String text = texts("timespan", true).getFirst();
    return Timespan.millis(entries.getOrDefault("timespan", map), "timespan", text);
  }

  /** What a condition in words asks for, as a question to the names of the rules that matched. */
  private static Detection expression(ScalarNode text, List<String> rules) throws SigmaException {
    Map<String, Detection> identifiers = new LinkedHashMap<>();
    for (String rule : rules) {
      Pattern pattern = Pattern.of(new SigmaText(rule, false), true);
      identifiers.put(rule, new Detection.Keyword(pattern));
    }
    return ConditionParser.parse(text.getValue(), identifiers, Nodes.line(text));
  }

  private Map<String, Map<String, String>> aliases() throws SigmaException {
    Map<String, Map<String, String>> aliases = new LinkedHashMap<>();
    Node node = entries.get("aliases");
    if (node == null) {
      return aliases;
    }
    if (!(node instanceof MappingNode aliasMap)) {
      throw problem(node, "aliases", "not a map (expected: alias: {rule: field})");
    }
    for (Map.Entry<String, Node> alias : Nodes.entries(aliasMap, "aliases").entrySet()) {
      String key = "aliases." + alias.getKey();
      if (!(alias.getValue() instanceof MappingNode byRule)) {
        throw problem(alias.getValue(), key, "not a map (expected: rule: field)");
      }
      Map<String, String> fields = new LinkedHashMap<>();
      for (Map.Entry<String, Node> field : Nodes.entries(byRule, key).entrySet()) {
        fields.put(field.getKey(), values(field.getValue(), key).getFirst());
      }
      aliases.put(alias.getKey(), fields);
    }
    return aliases;
  }

  /** It stands beside the part in the specification, and in it in public rules. */
  private boolean generate(Metadata metadata) throws SigmaException {
    Node node = entries.get("generate");
    String word = node == null ? metadata.text("generate") : values(node, "generate").getFirst();
    if (word != null && !word.equals("true") && !word.equals("false")) {
      throw problem(node == null ? map : node, "generate", word + " (expected: true or false)");
    }
    return "true".equals(word);
  }

  private List<String> texts(String key, boolean required) throws SigmaException {
    Node node = entries.get(key);
    if (node == null) {
      if (required) {
        throw problem(map, key, "is missing");
      }
      return List.of();
    }
    return values(node, key);
  }

  private static List<String> values(Node node, String key) throws SigmaException {
    return Nodes.scalars(node, "correlation." + key).stream().map(ScalarNode::getValue).toList();
  }

  private static BigDecimal number(Node node, String key) throws SigmaException {
    String text = values(node, key).getFirst();
    BigDecimal number = NumberTest.number(text);
    if (number == null) {
      throw problem(node, key, text + ": not a number (expected: e.g. 10)");
    }
    return number;
  }

  private static String sorted(Set<String> words) {
    return String.join(", ", new java.util.TreeSet<>(words)) + ")";
  }

  private static SigmaException problem(Node node, String key, String message) {
    return Nodes.problem(node, "correlation." + key, VALUE, message);
  }
}
