package org.hinomi.core.sigma;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what a rule is filed under: leaves of which at least one holds in every event that it
 * matches, the rarest that can be told, in fields that other rules are filed under too, so that few
 * fields have to be looked at for every event.
 */
final class AnchorCosts {
  /** What the only rule that is filed under a field costs more than one under a common field. */
  private static final double OWN_FIELD = 2;

  private final LeafTable table;
  private final Map<Integer, Integer> rules;

  /**
   * @param rules how many are filed under each field
   */
  private AnchorCosts(LeafTable table, Map<Integer, Integer> rules) {
    this.table = table;
    this.rules = rules;
  }

  /** For these rules. */
  static AnchorCosts of(Formula[] formulas, LeafTable table) {
    AnchorCosts alone = new AnchorCosts(table, Map.of());
    Map<Integer, Integer> rules = new HashMap<>();
    for (Formula formula : formulas) {
      List<Leaf> anchors = alone.anchors(formula);
      if (anchors != null) {
        anchors.stream()
            .map(Leaf::field)
            .distinct()
            .forEach(field -> rules.merge(field, 1, Integer::sum));
      }
    }
    return new AnchorCosts(table, rules);
  }

  /** Those of a rule; null where there are none, so that every event has to be looked at. */
  @Nullable List<Leaf> anchors(Formula formula) {
    return switch (formula) {
      case Formula.One one -> one.leaf().literals() == null ? null : List.of(one.leaf());
      case Formula.AnyOf any -> any.leaves();
      case Formula.And and -> {
        List<Leaf> best = null;
        for (Formula part : and.parts()) {
          List<Leaf> anchors = anchors(part);
          if (anchors != null && (best == null || cost(anchors) < cost(best))) {
            best = anchors;
          }
        }
        yield best;
      }
      case Formula.Or or -> {
        List<Leaf> all = new ArrayList<>();
        for (Formula part : or.parts()) {
          List<Leaf> anchors = anchors(part);
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

  private double cost(List<Leaf> anchors) {
    double cost = 0;
    for (Leaf anchor : anchors) {
      Literals literals = anchor.literals();
      double selectivity = literals == null ? 1 : literals.selectivity();
      cost += table.uses(anchor) / (selectivity * selectivity);
    }
    if (!rules.isEmpty()) {
      cost +=
          anchors.stream()
              .map(Leaf::field)
              .distinct()
              .mapToDouble(field -> OWN_FIELD / rules.getOrDefault(field, 1))
              .sum();
    }
    return cost;
  }
}
