package org.hinomi.core.sigma;

import static org.hinomi.core.sigma.SigmaProblem.Reason.VALUE;

import java.time.temporal.TemporalField;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The modifiers of one entry (specification 2.1, appendix "Sigma Modifiers"), checked to make sense
 * in their order. Those that make another text of a text are applied in the order of writing.
 */
final class Modifiers {
  /** What the values are. */
  enum Kind {
    TEXT,
    REGEX,
    CIDR,
    NUMBER,
    EXISTS,
    REFERENCE
  }

  private static final Set<String> ENDS = Set.of("contains", "startswith", "endswith");
  private static final Set<String> ENCODINGS =
      Set.of("base64", "base64offset", "utf16le", "utf16be", "utf16", "wide");
  private static final Set<String> COMPARISONS = Set.of("lt", "lte", "gt", "gte");
  private static final Set<String> FLAGS = Set.of("i", "m", "s");
  private static final Set<String> OTHERS =
      Set.of("all", "cased", "cidr", "exists", "expand", "fieldref", "neq", "re", "windash");

  private final ScalarNode name;
  private final String key;
  private final String field;
  private final Set<String> words = new LinkedHashSet<>();
  private Kind kind = Kind.TEXT;
  private @Nullable TemporalField part;
  private Operator operator = Operator.EQ;

  private Modifiers(ScalarNode name, String key, String field) {
    this.name = name;
    this.key = key;
    this.field = field;
  }

  /** Reads what stands in a key after the field. */
  static Modifiers of(ScalarNode name, String key) throws SigmaException {
    List<String> parts = List.of(name.getValue().split("\\|", -1));
    Modifiers modifiers = new Modifiers(name, key, parts.getFirst());
    for (String word : parts.subList(1, parts.size())) {
      modifiers.add(word);
    }
    modifiers.checkTogether();
    return modifiers;
  }

  private void add(String word) throws SigmaException {
    if (!isKnown(word)) {
      Set<String> known = new TreeSet<>(NumberTest.PARTS.keySet());
      List.of(ENDS, ENCODINGS, COMPARISONS, FLAGS, OTHERS).forEach(known::addAll);
      throw problem(
          "modifier " + word + " is unknown (expected: " + String.join(", ", known) + ")");
    }
    boolean same = words.contains(word);
    boolean ended = ENDS.stream().anyMatch(words::contains);
    boolean encoded = words.contains("base64") || words.contains("base64offset");
    if (same || ENDS.contains(word) && ended) {
      throw problem(
          same
              ? "modifier " + word + " is there twice (expected: once)"
              : "only one of contains, endswith, startswith can be applied");
    }
    Kind before = kind;
    switch (word) {
      case "re" -> kind = Kind.REGEX;
      case "cidr" -> kind = Kind.CIDR;
      case "exists" -> kind = Kind.EXISTS;
      case "fieldref" -> kind = Kind.REFERENCE;
      case "lt", "lte", "gt", "gte" -> {
        operator = Operator.valueOf(word.toUpperCase(java.util.Locale.ROOT));
        kind = Kind.NUMBER;
      }
      default -> {
        if (NumberTest.PARTS.containsKey(word)) {
          part = NumberTest.PARTS.get(word);
          kind = Kind.NUMBER;
        }
      }
    }
    boolean comparesPart =
        COMPARISONS.contains(word)
            && before == Kind.NUMBER
            && words.stream().noneMatch(COMPARISONS::contains);
    if (kind != Kind.TEXT && (kind != before || isTyping(word)) && !comparesPart) {
      checkOnly(word, before);
    }
    if (FLAGS.contains(word) && kind != Kind.REGEX) {
      throw problem("modifier " + word + " stands after re only (expected: |re|" + word + ")");
    }
    if ((ENCODINGS.contains(word) || word.equals("windash") || word.equals("expand"))
        && kind != Kind.TEXT) {
      throw problem("modifier " + word + " cannot follow one that takes the value for no text");
    }
    if (ENDS.contains(word) && kind != Kind.TEXT && kind != Kind.REFERENCE
        || word.equals("cased") && kind != Kind.TEXT && kind != Kind.REFERENCE) {
      throw problem("modifier " + word + " needs texts (expected: without " + typing() + ")");
    }
    if (ENCODINGS.contains(word) && (ended || encoded && !word.startsWith("base64"))) {
      throw problem(
          "modifier "
              + word
              + " comes too late (expected: |wide|base64offset|contains, in this order)");
    }
    words.add(word);
  }

  /**
   * A modifier that takes the value for something else than text stands with none that needs it.
   */
  private void checkOnly(String word, Kind before) throws SigmaException {
    boolean textual =
        words.stream()
            .anyMatch(
                w ->
                    ENCODINGS.contains(w)
                        || w.equals("windash")
                        || w.equals("expand")
                        || kind != Kind.REFERENCE && (ENDS.contains(w) || w.equals("cased")));
    if (before != Kind.TEXT || textual) {
      throw problem(
          "modifier " + word + " cannot follow " + String.join("|", words) + " (expected: alone)");
    }
  }

  private void checkTogether() throws SigmaException {
    boolean plainNumber = kind == Kind.NUMBER && part == null;
    if (words.contains("neq") && (words.contains("all") || plainNumber || kind == Kind.EXISTS)) {
      throw problem("modifier neq stands with none of all, exists, lt, lte, gt, gte");
    }
    if (kind == Kind.EXISTS && words.contains("all")) {
      throw problem("modifier exists takes one value (expected: without all)");
    }
    if (field.isEmpty() && kind != Kind.TEXT && kind != Kind.REGEX) {
      throw problem("keywords are texts (expected: a field before |" + typing() + ")");
    }
  }

  private static boolean isKnown(String word) {
    return ENDS.contains(word)
        || ENCODINGS.contains(word)
        || COMPARISONS.contains(word)
        || FLAGS.contains(word)
        || OTHERS.contains(word)
        || NumberTest.PARTS.containsKey(word);
  }

  private static boolean isTyping(String word) {
    return COMPARISONS.contains(word)
        || NumberTest.PARTS.containsKey(word)
        || Set.of("re", "cidr", "exists", "fieldref").contains(word);
  }

  private String typing() {
    return words.stream().filter(Modifiers::isTyping).findFirst().orElse("");
  }

  private SigmaException problem(String message) {
    return Nodes.problem(name, key, VALUE, message);
  }

  /**
   * The texts that one value becomes.
   *
   * @throws IllegalArgumentException with the reason, where a modifier cannot be applied to it
   */
  List<SigmaText> apply(SigmaText value, Placeholders placeholders) {
    List<SigmaText> texts = List.of(value);
    for (String word : words) {
      List<SigmaText> next = new ArrayList<>();
      for (SigmaText text : texts) {
        next.addAll(apply(word, text, placeholders));
      }
      if (next.size() > SigmaText.EXPANSION_LIMIT) {
        throw new IllegalArgumentException(
            "the modifiers make more than " + SigmaText.EXPANSION_LIMIT + " values of it");
      }
      texts = next;
    }
    return texts;
  }

  private static List<SigmaText> apply(String word, SigmaText text, Placeholders placeholders) {
    if (ENCODINGS.contains(word) && (text.hasWildcards() || text.hasFields())) {
      throw new IllegalArgumentException(
          "modifier " + word + " needs literals (write \\* and \\? for the characters)");
    }
    if (ENCODINGS.contains(word) && text.tokens().indexOf(SigmaText.DASH) >= 0) {
      List<SigmaText> plain = text.withoutDashes();
      if (plain.isEmpty()) {
        throw new IllegalArgumentException("windash makes too many values of it (fewer dashes)");
      }
      return plain.stream().flatMap(t -> apply(word, t, placeholders).stream()).toList();
    }
    return switch (word) {
      case "contains" -> List.of(text.open(true, true));
      case "startswith" -> List.of(text.open(false, true));
      case "endswith" -> List.of(text.open(true, false));
      case "windash" -> List.of(text.dashes());
      case "expand" -> placeholders.expand(text);
      case "utf16le", "wide" -> List.of(text.utf16(true, false));
      case "utf16be" -> List.of(text.utf16(false, false));
      case "utf16" -> List.of(text.utf16(true, true));
      case "base64" -> List.of(text.base64());
      case "base64offset" -> offsets(text);
      default -> List.of(text);
    };
  }

  private static List<SigmaText> offsets(SigmaText text) {
    List<SigmaText> offsets = text.base64Offsets();
    if (offsets.stream().anyMatch(t -> t.tokens().isEmpty())) {
      throw new IllegalArgumentException(
          "too short for base64offset: it would match every text (expected: 2 bytes at least)");
    }
    return offsets;
  }

  /** The field; "" where keywords are meant. */
  String field() {
    return field;
  }

  Kind kind() {
    return kind;
  }

  @Nullable TemporalField part() {
    return part;
  }

  Operator operator() {
    return operator;
  }

  boolean all() {
    return words.contains("all");
  }

  boolean negated() {
    return words.contains("neq");
  }

  boolean cased() {
    return words.contains("cased");
  }

  boolean expands() {
    return words.contains("expand");
  }

  boolean openStart() {
    return words.contains("contains") || words.contains("endswith");
  }

  boolean openEnd() {
    return words.contains("contains") || words.contains("startswith");
  }

  /** Whether {@code null} makes sense as the value. */
  boolean nullAllowed() {
    return !field.isEmpty() && words.stream().allMatch(word -> word.equals("neq"));
  }

  /** Flags of java.util.regex.Pattern. */
  int flags() {
    return (words.contains("i") ? java.util.regex.Pattern.CASE_INSENSITIVE : 0)
        | (words.contains("m") ? java.util.regex.Pattern.MULTILINE : 0)
        | (words.contains("s") ? java.util.regex.Pattern.DOTALL : 0);
  }
}
