package org.hinomi.core.sigma;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Many rules at once. They are kept by log source, and within one by a text that an event must hold
 * for the rule to match ({@link Anchor}), so that most rules are never tried on an event.
 *
 * <p>Thread-safe. The answer is that of trying each rule in turn.
 */
public final class RuleSet {
  /** Kinds of source whose groups are remembered; then it is begun anew. */
  private static final int SOURCES = 4_096;

  private final List<SigmaRule> rules;
  private final Map<LogSource, Group> groups = new LinkedHashMap<>();
  private final Map<EventSource, List<Group>> bySource = new ConcurrentHashMap<>();

  /** Makes the index; the order of the rules is that of the answers. */
  public RuleSet(List<SigmaRule> rules) {
    this.rules = List.copyOf(rules);
    Map<LogSource, List<Integer>> numbers = new LinkedHashMap<>();
    for (int i = 0; i < this.rules.size(); i++) {
      numbers.computeIfAbsent(this.rules.get(i).logSource(), s -> new ArrayList<>()).add(i);
    }
    numbers.forEach((source, members) -> groups.put(source, new Group(this.rules, members)));
  }

  /** The rules, in the order of loading. */
  public List<SigmaRule> rules() {
    return rules;
  }

  /**
   * The rules that an event matches, in the order of loading.
   *
   * @param source what decides which rules look at it
   */
  public List<SigmaRule> match(FieldView event, EventSource source) {
    List<Group> chosen = bySource.get(source);
    if (chosen == null) {
      chosen = new ArrayList<>();
      for (Map.Entry<LogSource, Group> group : groups.entrySet()) {
        if (LogSources.TABLE.concerns(group.getKey(), source)) {
          chosen.add(group.getValue());
        }
      }
      if (bySource.size() >= SOURCES) {
        bySource.clear();
      }
      bySource.put(source, chosen);
    }
    if (chosen.isEmpty()) {
      return List.of();
    }
    long[] candidates = new long[(rules.size() + 63) / 64];
    for (int i = 0; i < chosen.size(); i++) {
      chosen.get(i).mark(event, candidates);
    }
    List<SigmaRule> matched = new ArrayList<>(2);
    for (int word = 0; word < candidates.length; word++) {
      for (long left = candidates[word]; left != 0; left &= left - 1) {
        SigmaRule rule = rules.get(word * 64 + Long.numberOfTrailingZeros(left));
        if (rule.matches(event)) {
          matched.add(rule);
        }
      }
    }
    return matched;
  }

  /** The rules of one log source. */
  private static final class Group {
    private final long[] always;
    private final List<FieldIndex> fields = new ArrayList<>();

    Group(List<SigmaRule> rules, List<Integer> members) {
      always = new long[(rules.size() + 63) / 64];
      Map<Anchor, Integer> uses =
          Anchor.uses(members.stream().map(n -> rules.get(n).detection()).toList());
      Map<String, Map<Anchor, List<Integer>>> byField = new LinkedHashMap<>();
      for (int number : members) {
        List<Anchor> anchors = Anchor.of(rules.get(number).detection(), uses);
        if (anchors == null) {
          always[number / 64] |= 1L << number;
          continue;
        }
        for (Anchor anchor : anchors) {
          byField
              .computeIfAbsent(anchor.field(), f -> new LinkedHashMap<>())
              .computeIfAbsent(anchor, a -> new ArrayList<>(1))
              .add(number);
        }
      }
      byField.forEach((field, anchors) -> fields.add(new FieldIndex(field, anchors)));
    }

    void mark(FieldView event, long[] candidates) {
      for (int i = 0; i < always.length; i++) {
        candidates[i] |= always[i];
      }
      for (int i = 0; i < fields.size(); i++) {
        fields.get(i).mark(event, candidates);
      }
    }
  }

  /** The anchors in one field. */
  private static final class FieldIndex {
    private final String field;
    private final Map<String, int[]> whole = new HashMap<>();
    private final @Nullable GramIndex parts;

    FieldIndex(String field, Map<Anchor, List<Integer>> anchors) {
      this.field = field;
      List<String> literals = new ArrayList<>();
      List<Integer> owners = new ArrayList<>();
      anchors.forEach(
          (anchor, numbers) -> {
            if (anchor.whole()) {
              whole.put(anchor.literal(), numbers.stream().mapToInt(n -> n).toArray());
              return;
            }
            for (int number : numbers) {
              literals.add(anchor.literal());
              owners.add(number);
            }
          });
      parts = literals.isEmpty() ? null : new GramIndex(literals, owners);
    }

    void mark(FieldView event, long[] candidates) {
      List<String> values = field.isEmpty() ? event.texts() : event.values(field);
      for (int i = 0; i < values.size(); i++) {
        char[] folded = folded(values.get(i));
        if (!whole.isEmpty()) {
          int[] numbers = whole.get(new String(folded));
          if (numbers != null) {
            for (int number : numbers) {
              candidates[number / 64] |= 1L << number;
            }
          }
        }
        if (parts != null) {
          parts.find(folded, number -> candidates[number / 64] |= 1L << number);
        }
      }
    }

    private static char[] folded(String value) {
      char[] folded = value.toCharArray();
      for (int i = 0; i < folded.length; i++) {
        folded[i] = Pattern.fold(folded[i]);
      }
      return folded;
    }
  }
}
