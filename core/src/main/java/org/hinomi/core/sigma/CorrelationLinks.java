package org.hinomi.core.sigma;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds what correlation rules refer to. */
final class CorrelationLinks {
  private CorrelationLinks() {}

  /** What is wrong with the references: to nothing, to several rules, or in a circle. */
  static List<SigmaProblem> problems(List<SigmaRule> rules, List<CorrelationRule> correlations) {
    List<SigmaProblem> problems = new ArrayList<>();
    for (CorrelationRule correlation : correlations) {
      Set<String> known = new HashSet<>();
      for (String reference : correlation.rules()) {
        long found =
            rules.stream().filter(rule -> rule.isNamed(reference)).count()
                + correlations.stream().filter(other -> other.isNamed(reference)).count();
        if (found != 1) {
          problems.add(
              problem(
                  correlation,
                  "rules",
                  reference
                      + (found == 0
                          ? ": no rule has this id or name (expected: one that is loaded too)"
                          : ": several rules have this name (expected: one)")));
        }
        rules.stream().filter(r -> r.isNamed(reference)).forEach(r -> add(known, r.id(), r.name()));
        correlations.stream()
            .filter(r -> r.isNamed(reference))
            .forEach(r -> add(known, r.id(), r.name()));
      }
      correlation
          .aliases()
          .forEach(
              (alias, fields) ->
                  fields.keySet().stream()
                      .filter(rule -> !known.contains(rule))
                      .forEach(
                          rule ->
                              problems.add(
                                  problem(
                                      correlation,
                                      "aliases." + alias,
                                      rule + ": none of the rules (expected: one of rules)"))));
      if (reaches(correlation, correlation, correlations, new HashSet<>())) {
        problems.add(problem(correlation, "rules", "refer in a circle back to this rule"));
      }
    }
    return problems;
  }

  /** Those whose references are right, when of rules that were refused nothing else is left. */
  static List<CorrelationRule> sound(List<SigmaRule> rules, List<CorrelationRule> correlations) {
    List<CorrelationRule> sound = List.copyOf(correlations);
    while (true) {
      List<SigmaProblem> problems = problems(rules, sound);
      if (problems.isEmpty()) {
        return sound;
      }
      sound =
          sound.stream()
              .filter(
                  rule ->
                      problems.stream()
                          .noneMatch(p -> p.file().equals(rule.file()) && p.line() == rule.line()))
              .toList();
    }
  }

  private static void add(
      Set<String> known,
      @org.jspecify.annotations.Nullable String id,
      @org.jspecify.annotations.Nullable String name) {
    if (id != null) {
      known.add(id);
    }
    if (name != null) {
      known.add(name);
    }
  }

  private static boolean reaches(
      CorrelationRule from,
      CorrelationRule goal,
      List<CorrelationRule> all,
      Set<CorrelationRule> seen) {
    for (CorrelationRule next : all) {
      if (from.rules().stream().anyMatch(next::isNamed)
          && (next.equals(goal) || seen.add(next) && reaches(next, goal, all, seen))) {
        return true;
      }
    }
    return false;
  }

  private static SigmaProblem problem(CorrelationRule rule, String key, String message) {
    return new SigmaProblem(
        rule.file(), rule.line(), "correlation." + key, message, SigmaProblem.Reason.VALUE);
  }
}
