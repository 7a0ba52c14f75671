package org.hinomi.collector.keep;

import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.keep.RetentionPolicy.Rule;

/**
 * What the rules of another policy change for events that come in under it.
 *
 * @param query of the rule; empty: of all others, or of none
 * @param before the class of what it finds; empty: there is no such rule now
 * @param after the same under the other policy
 */
public record RuleChange(Kind kind, String query, String before, String after) {

  /** What changes. */
  public enum Kind {
    ADDED,
    GONE,
    /** The rules are the same, and are tried in another order. */
    ORDER,
    /** The class of all others. */
    DEFAULT
  }

  /** One rule, without what it was made into. */
  private record Text(String query, String retentionClass) {
    static List<Text> of(RetentionPolicy policy) {
      return policy.rules().stream().map(Text::of).toList();
    }

    static Text of(Rule rule) {
      return new Text(rule.query(), rule.retentionClass());
    }
  }

  /** Compares the rules of two policies. */
  static List<RuleChange> of(RetentionPolicy now, RetentionPolicy other) {
    List<RuleChange> changes = new ArrayList<>();
    List<Text> before = Text.of(now);
    List<Text> after = Text.of(other);
    for (Text rule : after) {
      if (!before.contains(rule)) {
        changes.add(new RuleChange(Kind.ADDED, rule.query(), "", rule.retentionClass()));
      }
    }
    for (Text rule : before) {
      if (!after.contains(rule)) {
        changes.add(new RuleChange(Kind.GONE, rule.query(), rule.retentionClass(), ""));
      }
    }
    if (!before.stream()
        .filter(after::contains)
        .toList()
        .equals(after.stream().filter(before::contains).toList())) {
      changes.add(new RuleChange(Kind.ORDER, "", "", ""));
    }
    if (!now.otherwise().equals(other.otherwise())) {
      changes.add(new RuleChange(Kind.DEFAULT, "", now.otherwise(), other.otherwise()));
    }
    return changes;
  }
}
