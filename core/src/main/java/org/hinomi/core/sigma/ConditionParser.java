package org.hinomi.core.sigma;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a condition by recursive descent, as the specification orders precedence:
 *
 * <pre>{@code
 * or    = and { "or" and }
 * and   = not { "and" not }
 * not   = "not" not | atom
 * atom  = "(" or ")" | ("1" | "any" | "all") "of" ("them" | PATTERN) | IDENTIFIER
 * }</pre>
 *
 * <p>{@code any of} is what the reference implementation has beside the specification's {@code 1
 * of}.
 *
 * <p>{@code them} leaves out identifiers that start with an underscore, and so does a pattern that
 * does not start with one itself. A name or pattern that is nowhere in the detection is a mistake:
 * such a rule could never match, or always.
 */
final class ConditionParser {
  /** Deeper nesting than any rule needs; keeps a hostile file from filling the stack. */
  private static final int DEPTH_LIMIT = 100;

  private final List<String> tokens;
  private final Map<String, Detection> identifiers;
  private final int line;
  private int next;
  private int depth;

  private ConditionParser(List<String> tokens, Map<String, Detection> identifiers, int line) {
    this.tokens = tokens;
    this.identifiers = identifiers;
    this.line = line;
  }

  /**
   * Compiles a condition over the given search identifiers.
   *
   * @param line where the condition stands, for problems
   */
  static Detection parse(String condition, Map<String, Detection> identifiers, int line)
      throws SigmaException {
    if (condition.indexOf('|') >= 0) {
      throw new SigmaException(
          line,
          "detection.condition",
          SigmaProblem.Reason.UNSUPPORTED_DOCUMENT,
          condition
              + ": aggregation after | is of Sigma 1 and not supported (expected: and, or, not, 1"
              + " of, all of)");
    }
    ConditionParser parser = new ConditionParser(tokens(condition), identifiers, line);
    Detection result = parser.or();
    if (parser.next < parser.tokens.size()) {
      throw parser.problem(parser.peek() + " is not expected here (expected: and, or, or the end)");
    }
    return result;
  }

  private static List<String> tokens(String condition) {
    List<String> tokens = new ArrayList<>();
    for (String word : condition.replace("(", " ( ").replace(")", " ) ").split("\\s+", -1)) {
      if (!word.isEmpty()) {
        tokens.add(word);
      }
    }
    return tokens;
  }

  private Detection or() throws SigmaException {
    List<Detection> parts = new ArrayList<>();
    do {
      parts.add(and());
    } while (accept("or"));
    return parts.size() == 1 ? parts.getFirst() : new Detection.Or(parts);
  }

  private Detection and() throws SigmaException {
    List<Detection> parts = new ArrayList<>();
    do {
      parts.add(not());
    } while (accept("and"));
    return parts.size() == 1 ? parts.getFirst() : new Detection.And(parts);
  }

  private Detection not() throws SigmaException {
    boolean negated = false;
    while (accept("not")) {
      negated = !negated;
    }
    Detection atom = atom();
    return negated ? new Detection.Not(atom) : atom;
  }

  private Detection atom() throws SigmaException {
    if (next == tokens.size()) {
      throw problem("it ends too early (expected: a search identifier)");
    }
    if (accept("(")) {
      if (++depth > DEPTH_LIMIT) {
        throw problem("more than " + DEPTH_LIMIT + " brackets inside each other");
      }
      Detection inner = or();
      depth--;
      if (!accept(")")) {
        throw problem("a closing bracket is missing before " + peek());
      }
      return inner;
    }
    String word = tokens.get(next++);
    String quantity = word.toLowerCase(Locale.ROOT);
    if (peek().equalsIgnoreCase("of")) {
      if (!quantity.equals("1") && !quantity.equals("any") && !quantity.equals("all")) {
        throw problem(word + " of: not a quantity (expected: 1 of, all of)");
      }
      next++;
      List<Detection> chosen = chosen();
      if (chosen.size() == 1) {
        return chosen.getFirst();
      }
      return quantity.equals("all") ? new Detection.And(chosen) : new Detection.Or(chosen);
    }
    Detection identifier = identifiers.get(word);
    if (identifier == null) {
      throw problem(
          word
              + ": no such search identifier (expected: one of "
              + String.join(", ", identifiers.keySet())
              + ")");
    }
    return identifier;
  }

  private List<Detection> chosen() throws SigmaException {
    if (next == tokens.size()) {
      throw problem("it ends after \"of\" (expected: them, or a pattern such as selection_*)");
    }
    String pattern = tokens.get(next++);
    boolean them = pattern.equalsIgnoreCase("them") && !identifiers.containsKey(pattern);
    List<Detection> chosen = new ArrayList<>();
    for (Map.Entry<String, Detection> entry : identifiers.entrySet()) {
      String name = entry.getKey();
      boolean hidden = name.startsWith("_") && !pattern.startsWith("_");
      if (!hidden && (them || glob(pattern, name))) {
        chosen.add(entry.getValue());
      }
    }
    if (chosen.isEmpty()) {
      throw problem(
          pattern
              + ": no search identifier is of this pattern (there are: "
              + String.join(", ", identifiers.keySet())
              + ")");
    }
    return chosen;
  }

  /** Case-sensitive; {@code *} is any number of characters, all others stand for themselves. */
  private static boolean glob(String pattern, String name) {
    String[] runs = pattern.split("\\*", -1);
    if (runs.length == 1) {
      return name.equals(pattern);
    }
    String last = runs[runs.length - 1];
    if (!name.startsWith(runs[0]) || !name.endsWith(last)) {
      return false;
    }
    int from = runs[0].length();
    for (int i = 1; i < runs.length - 1; i++) {
      int found = name.indexOf(runs[i], from);
      if (found < 0) {
        return false;
      }
      from = found + runs[i].length();
    }
    return from <= name.length() - last.length();
  }

  private boolean accept(String word) {
    if (next < tokens.size() && tokens.get(next).equalsIgnoreCase(word)) {
      next++;
      return true;
    }
    return false;
  }

  private String peek() {
    return next < tokens.size() ? tokens.get(next) : "the end";
  }

  private SigmaException problem(String message) {
    return new SigmaException(line, "detection.condition", SigmaProblem.Reason.CONDITION, message);
  }
}
