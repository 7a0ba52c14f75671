package org.hinomi.collector.notify.group;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.GroupMessage;
import org.hinomi.collector.notify.GroupMessage.Counts;
import org.jspecify.annotations.Nullable;

/**
 * Steps that have not been told yet: all counted, some kept. Immutable; bounded whatever comes.
 *
 * @param steps the worst first, of those the earliest
 * @param rules how many of each; those beyond {@value #RULES_COUNTED} together as {@code …}
 * @param worst severity; null where there are none
 */
record Pending(
    Counts counts,
    List<Transition> steps,
    Map<String, Long> rules,
    Transition.@Nullable Severity worst) {

  static final Pending NONE = new Pending(Counts.NONE, List.of(), Map.of(), null);
  private static final int RULES_COUNTED = 100;
  private static final String OTHERS = "…";

  private static final Comparator<Transition> WORST_FIRST =
      Comparator.comparing((Transition t) -> t.kind() == Transition.Kind.CLEARED)
          .thenComparing(Transition::severity, Comparator.reverseOrder());

  Pending {
    steps = List.copyOf(steps);
    rules = Map.copyOf(rules);
  }

  /** Nothing new, but what is still open is to be told again. */
  static Pending again(List<Transition> open, Transition.Severity worst) {
    Pending all = NONE;
    for (Transition step : open) {
      all = all.plus(step);
    }
    return new Pending(Counts.NONE, all.steps, all.rules, worst);
  }

  /** No step waits. */
  boolean isEmpty() {
    return counts.all() == 0;
  }

  Pending plus(Transition step) {
    return plus(
        new Pending(
            new Counts(
                step.kind() == Transition.Kind.RAISED ? 1 : 0,
                step.kind() == Transition.Kind.CHANGED ? 1 : 0,
                step.kind() == Transition.Kind.CLEARED ? 1 : 0),
            List.of(step),
            Map.of(step.title(), 1L),
            step.severity()));
  }

  Pending plus(Pending other) {
    List<Transition> both = new ArrayList<>(steps);
    both.addAll(other.steps);
    both.sort(WORST_FIRST); // stable: the earlier stays before the later
    Map<String, Long> sums = new LinkedHashMap<>(rules);
    other.rules.forEach(
        (rule, count) ->
            sums.merge(
                sums.size() < RULES_COUNTED || sums.containsKey(rule) ? rule : OTHERS,
                count,
                Long::sum));
    return new Pending(
        counts.plus(other.counts),
        both.size() > GroupMessage.MOST_STEPS ? both.subList(0, GroupMessage.MOST_STEPS) : both,
        sums,
        worse(worst, other.worst));
  }

  /** The rules of which most came. */
  Map<String, Long> top() {
    return rules.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(GroupMessage.MOST_RULES)
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
  }

  static Transition.@Nullable Severity worse(
      Transition.@Nullable Severity a, Transition.@Nullable Severity b) {
    return a == null ? b : b == null || a.compareTo(b) >= 0 ? a : b;
  }
}
