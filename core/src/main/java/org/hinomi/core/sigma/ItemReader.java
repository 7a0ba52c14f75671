package org.hinomi.core.sigma;

import static org.hinomi.core.sigma.SigmaProblem.Reason.STRUCTURE;
import static org.hinomi.core.sigma.SigmaProblem.Reason.VALUE;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Compiles one entry of a selection, {@code field|modifier|…: values}. */
final class ItemReader {
  private final Placeholders placeholders;

  ItemReader(Placeholders placeholders) {
    this.placeholders = placeholders;
  }

  /** Compiles {@code name: node}, where {@code key} says where it stands. */
  Detection read(ScalarNode name, Node node, String key) throws SigmaException {
    if (name.getValue().isEmpty()) {
      throw Nodes.problem(name, key, STRUCTURE, "an empty field name (expected: field: value)");
    }
    Modifiers modifiers = Modifiers.of(name, key);
    List<ScalarNode> values = Nodes.scalars(node, key);
    if (modifiers.expands() && values.stream().noneMatch(v -> hasPlaceholder(v.getValue()))) {
      throw Nodes.problem(
          values.getFirst(),
          key,
          VALUE,
          "expand, and no placeholder in the value (expected: %name% in it)");
    }
    List<Detection> items = new ArrayList<>();
    for (ScalarNode value : values) {
      if (isNull(value) && (values.size() > 1 || !modifiers.nullAllowed())) {
        throw Nodes.problem(
            value,
            key,
            STRUCTURE,
            "null stands alone, without list and modifiers (make it a selection of its own)");
      }
      items.add(item(modifiers, value, key));
    }
    Detection detection = modifiers.all() ? allOf(items) : anyOf(items);
    return modifiers.negated() ? new Detection.Not(detection) : detection;
  }

  private static boolean hasPlaceholder(String value) {
    int open = value.indexOf('%');
    return open >= 0 && value.indexOf('%', open + 1) > open;
  }

  /** Compiles a keyword that stands without a map. */
  static Detection keyword(ScalarNode value, String key) throws SigmaException {
    if (isNull(value) || value.getValue().isEmpty()) {
      throw Nodes.problem(value, key, STRUCTURE, "an empty keyword would match every event");
    }
    return new Detection.Keyword(
        Pattern.of(SigmaText.of(text(value, key), false).open(true, true), false));
  }

  private Detection item(Modifiers modifiers, ScalarNode value, String key) throws SigmaException {
    String field = modifiers.field();
    if (isNull(value)) {
      return new Detection.Null(field);
    }
    String text = text(value, key);
    if (field.isEmpty() && text.isEmpty()) {
      throw Nodes.problem(value, key, STRUCTURE, "an empty keyword would match every event");
    }
    return switch (modifiers.kind()) {
      case EXISTS -> exists(field, value, key);
      case REGEX -> test(field, regex(modifiers, value, text, key));
      case CIDR -> {
        Cidr cidr = Cidr.of(text);
        if (cidr == null) {
          throw Nodes.problem(
              value, key, VALUE, text + ": not a network (expected: e.g. 10.0.0.0/8 or fe80::/10)");
        }
        yield test(field, cidr);
      }
      case NUMBER -> {
        BigDecimal number = NumberTest.number(text);
        if (number == null) {
          throw Nodes.problem(value, key, VALUE, text + ": not a number (expected: e.g. 100)");
        }
        yield test(field, new NumberTest(modifiers.part(), modifiers.operator(), number));
      }
      case REFERENCE -> {
        if (text.isEmpty()) {
          throw Nodes.problem(value, key, VALUE, "no field is named (expected: its name)");
        }
        SigmaText named = new SigmaText(SigmaText.FIELD + text + SigmaText.FIELD, false);
        yield new Detection.Reference(
            field, named.open(modifiers.openStart(), modifiers.openEnd()), modifiers.cased());
      }
      case TEXT -> texts(modifiers, value, text, key);
    };
  }

  private Detection texts(Modifiers modifiers, ScalarNode value, String text, String key)
      throws SigmaException {
    String field = modifiers.field();
    List<Detection> items = new ArrayList<>();
    boolean anywhere = field.isEmpty();
    try {
      for (SigmaText one : modifiers.apply(SigmaText.of(text, modifiers.expands()), placeholders)) {
        SigmaText open = anywhere ? one.open(true, true) : one;
        items.add(
            open.hasFields()
                ? new Detection.Reference(field, open, modifiers.cased())
                : test(field, Pattern.of(open, modifiers.cased())));
      }
    } catch (IllegalArgumentException e) {
      throw Nodes.problem(value, key, VALUE, String.valueOf(e.getMessage()));
    }
    return anyOf(items);
  }

  private static Detection exists(String field, ScalarNode value, String key)
      throws SigmaException {
    return switch (value.getValue().toLowerCase(java.util.Locale.ROOT)) {
      case "true", "yes" -> new Detection.Exists(field);
      case "false", "no" -> new Detection.Not(new Detection.Exists(field));
      default ->
          throw Nodes.problem(value, key, VALUE, value.getValue() + " (expected: true or false)");
    };
  }

  private static Regex regex(Modifiers modifiers, ScalarNode value, String text, String key)
      throws SigmaException {
    try {
      return Regex.of(text, modifiers.flags());
    } catch (PatternSyntaxException e) {
      throw Nodes.problem(
          value, key, VALUE, "not a regular expression: " + e.getDescription() + ": " + text);
    }
  }

  private static Detection test(String field, ValueTest test) {
    return field.isEmpty() ? new Detection.Keyword(test) : new Detection.Field(field, test);
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
    if (SigmaText.holdsTokens(value.getValue())) {
      throw Nodes.problem(
          value, key, VALUE, "a noncharacter (U+FDD0 to U+FDD4), which no text holds");
    }
    return value.getValue();
  }

  static Detection anyOf(List<Detection> items) {
    return items.size() == 1 ? items.getFirst() : new Detection.Or(items);
  }

  static Detection allOf(List<Detection> items) {
    return items.size() == 1 ? items.getFirst() : new Detection.And(items);
  }
}
