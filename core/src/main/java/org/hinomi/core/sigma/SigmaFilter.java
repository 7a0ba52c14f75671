package org.hinomi.core.sigma;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A filter (Sigma Filters Specification 2.1): takes matches away from rules that stand elsewhere. A
 * rule with a filter matches where its own detection holds and {@code remains} does.
 *
 * <p>The specification's example has {@code condition: selection} for what is to be suppressed, the
 * reference implementation {@code condition: not selection} for what remains. Both are understood:
 * a condition without {@code not} says what is suppressed. The other reading of it would silence a
 * rule for all but the exception.
 *
 * @param file the file it came from
 * @param line the line its document starts at, from 1
 * @param logSource rules of other log sources are not touched
 * @param rules ids or names of rules; empty: any rule of its log source
 * @param remains what a match must be beside
 */
public record SigmaFilter(
    String file,
    int line,
    String title,
    LogSource logSource,
    List<String> rules,
    Detection remains) {
  public SigmaFilter {
    requireNonNull(file, "file");
    requireNonNull(title, "title");
    requireNonNull(logSource, "logSource");
    rules = List.copyOf(rules);
    requireNonNull(remains, "remains");
  }

  /** Whether a rule is one that it takes matches away from. */
  boolean isAbout(SigmaRule rule) {
    return (rules.isEmpty() || rules.stream().anyMatch(rule::isNamed)) && fits(rule.logSource());
  }

  private boolean fits(LogSource other) {
    return fits(logSource.product(), other.product())
        && fits(logSource.category(), other.category())
        && fits(logSource.service(), other.service());
  }

  private static boolean fits(@Nullable String wanted, @Nullable String is) {
    return wanted == null || wanted.equals(is);
  }

  /** The rules with the filters that are about them. */
  static List<SigmaRule> apply(List<SigmaFilter> filters, List<SigmaRule> rules) {
    if (filters.isEmpty()) {
      return rules;
    }
    List<SigmaRule> filtered = new ArrayList<>();
    for (SigmaRule rule : rules) {
      List<Detection> parts = new ArrayList<>();
      for (SigmaFilter filter : filters) {
        if (filter.isAbout(rule)) {
          parts.add(filter.remains());
        }
      }
      if (!parts.isEmpty()) {
        parts.addFirst(rule.detection());
      }
      filtered.add(parts.isEmpty() ? rule : rule.with(new Detection.And(parts)));
    }
    return filtered;
  }

  /** What is wrong with the references of filters. */
  static List<SigmaProblem> problems(
      List<SigmaFilter> filters, List<SigmaRule> rules, List<CorrelationRule> correlations) {
    List<SigmaProblem> problems = new ArrayList<>();
    for (SigmaFilter filter : filters) {
      for (String reference : filter.rules()) {
        List<SigmaRule> named = rules.stream().filter(rule -> rule.isNamed(reference)).toList();
        if (correlations.stream().anyMatch(rule -> rule.isNamed(reference))) {
          problems.add(
              filter.problem(
                  reference + ": a correlation rule (expected: the rules that it refers to)"));
        } else if (named.isEmpty()) {
          problems.add(
              filter.problem(
                  reference + ": no rule has this id or name (expected: one that is loaded too)"));
        } else if (named.stream().noneMatch(filter::isAbout)) {
          problems.add(
              filter.problem(
                  reference
                      + ": its log source is not that of the filter (expected: the same, or less"
                      + " said in the filter)"));
        }
      }
    }
    return problems;
  }

  private SigmaProblem problem(String message) {
    return new SigmaProblem(file, line, "filter.rules", message, SigmaProblem.Reason.VALUE);
  }
}
