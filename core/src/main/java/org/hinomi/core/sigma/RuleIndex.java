package org.hinomi.core.sigma;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rules that look at one kind of event. What they ask is kept once for all of them ({@link
 * Leaf}), and each rule is filed under leaves of which one must hold for it to match, so that one
 * search for literals in each field answers most of what is asked and leaves few rules to try.
 * Immutable and thread-safe.
 */
final class RuleIndex {
  private static final int[] NOTHING = {};

  private final SigmaRule[] rules;
  private final Formula[] formulas;
  private final String[] fields;
  private final LiteralIndex[] literals;
  private final int message;
  private final int texts;
  private final @Nullable LiteralIndex both;
  private final int[] searchedFirst;
  private final int[][] anchored;
  private final long[] always;

  /**
   * @param rules in the order of the answers
   */
  RuleIndex(List<SigmaRule> rules) {
    this.rules = rules.toArray(SigmaRule[]::new);
    LeafTable table = new LeafTable();
    this.formulas =
        rules.stream().map(rule -> Formula.of(rule.detection(), table)).toArray(Formula[]::new);
    List<Leaf> leaves = table.leaves();
    this.fields = table.fields().toArray(String[]::new);
    this.anchored = new int[leaves.size()][];
    Arrays.fill(anchored, NOTHING);
    this.always = new long[(rules.size() + 63) / 64];
    Set<Integer> first = new TreeSet<>();
    for (int rule = 0; rule < formulas.length; rule++) {
      List<Leaf> anchors = anchors(formulas[rule], table);
      if (anchors == null) {
        always[rule / 64] |= 1L << rule;
        continue;
      }
      for (Leaf anchor : anchors) {
        int number = anchor.number();
        first.add(anchor.field());
        anchored[number] = Arrays.copyOf(anchored[number], anchored[number].length + 1);
        anchored[number][anchored[number].length - 1] = rule;
      }
    }
    this.searchedFirst = first.stream().mapToInt(n -> n).toArray();
    this.literals = new LiteralIndex[fields.length];
    List<List<Leaf>> wanted = new ArrayList<>();
    for (int field = 0; field < fields.length; field++) {
      wanted.add(wanted(field, leaves));
      literals[field] = new LiteralIndex(wanted.get(field));
    }
    this.message = table.fields().indexOf("message");
    this.texts = table.fields().indexOf("");
    if (message < 0 || texts < 0) {
      this.both = null;
    } else {
      List<Leaf> all = new ArrayList<>(wanted.get(message));
      all.addAll(wanted.get(texts));
      this.both = new LiteralIndex(all);
    }
  }

  private static List<Leaf> wanted(int field, List<Leaf> leaves) {
    return leaves.stream().filter(leaf -> leaf.field() == field).toList();
  }

  boolean isEmpty() {
    return rules.length == 0;
  }

  /** For {@link #match(Trial)}, again and again. */
  Trial newTrial() {
    return newTrial(true);
  }

  private Trial newTrial(boolean again) {
    return new Trial(this, fields.length, anchored.length, always, again);
  }

  /** The rules that the event matches, in their order. */
  List<SigmaRule> match(FieldView event) {
    return rules.length == 0 ? List.of() : match(newTrial(false).begin(event, event));
  }

  /** The rules that the event of a trial that has begun matches, in their order. */
  List<SigmaRule> match(Trial trial) {
    for (int field : searchedFirst) {
      trial.search(field);
    }
    List<SigmaRule> matched = List.of();
    long[] candidates = trial.candidates();
    for (int word = 0; word < candidates.length; word++) {
      // A search while a rule is tried finds no more candidates: their fields were searched first.
      for (long left = candidates[word]; left != 0; left &= left - 1) {
        int rule = word * 64 + Long.numberOfTrailingZeros(left);
        if (formulas[rule].holds(trial)) {
          matched = matched.isEmpty() ? new ArrayList<>(2) : matched;
          matched.add(rules[rule]);
        }
      }
    }
    return matched;
  }

  String field(int number) {
    return fields[number];
  }

  LiteralIndex literals(int field) {
    return literals[field];
  }

  /** The number of the field {@code message}; -1 where no rule looks for literals in it. */
  int message() {
    return message;
  }

  /** The number of the texts of the event; -1 where no rule looks for literals in them. */
  int texts() {
    return texts;
  }

  /**
   * The literals of the message and of the texts together, for messages that are a text too; null
   * where one of them has none.
   */
  @Nullable LiteralIndex both() {
    return both;
  }

  /** The rules that are filed under a leaf. */
  int[] anchored(int leaf) {
    return anchored[leaf];
  }

  /**
   * Leaves of which at least one holds in every event that the formula holds for, the rarest that
   * can be told; null where there are none, so that every event has to be looked at.
   */
  private static @Nullable List<Leaf> anchors(Formula formula, LeafTable table) {
    return switch (formula) {
      case Formula.One one -> one.leaf().literals() == null ? null : List.of(one.leaf());
      case Formula.AnyOf any -> any.leaves();
      case Formula.And and -> {
        List<Leaf> best = null;
        for (Formula part : and.parts()) {
          List<Leaf> anchors = anchors(part, table);
          if (anchors != null && (best == null || cost(anchors, table) < cost(best, table))) {
            best = anchors;
          }
        }
        yield best;
      }
      case Formula.Or or -> {
        List<Leaf> all = new ArrayList<>();
        for (Formula part : or.parts()) {
          List<Leaf> anchors = anchors(part, table);
          if (anchors == null) {
            yield null;
          }
          all.addAll(anchors);
        }
        yield all;
      }
      case Formula.Not _ -> null;
    };
  }

  private static double cost(List<Leaf> anchors, LeafTable table) {
    double cost = 0;
    for (Leaf anchor : anchors) {
      Literals literals = anchor.literals();
      double selectivity = literals == null ? 1 : literals.selectivity();
      cost += table.uses(anchor) / (selectivity * selectivity);
    }
    return cost;
  }
}
