package org.hinomi.core.sigma;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One correlation rule (specification 2.1, "Sigma Correlation Rules"), read and checked. Immutable
 * and thread-safe.
 *
 * @param file the file it came from, as the reader was told
 * @param line the line its document starts at, from 1
 * @param id null where it has none
 * @param name null where it has none
 * @param title what it detects
 * @param level null where not said
 * @param type what is counted
 * @param rules ids or names of the rules it looks at, in order
 * @param groupBy fields whose values must be the same; may be empty
 * @param timespan milliseconds, from the first to the last event of a match, both included
 * @param fields the fields of {@code condition: field}; empty for counts of events and of rules
 * @param percentile that of {@code value_percentile}, 0 to 100; null where the condition is about
 *     the share, in per cent, that the event's own value has among all
 * @param bounds what the figure must be; all of them hold
 * @param expression which rules must have matched, over their ids or names as {@code rules} has
 *     them; null where a figure decides
 * @param aliases field by rule, by the alias that {@code groupBy} names
 * @param generate whether the rules looked at are reported themselves
 * @param tags e.g. {@code attack.t1110}
 */
public record CorrelationRule(
    String file,
    int line,
    @Nullable String id,
    @Nullable String name,
    String title,
    @Nullable Level level,
    Type type,
    List<String> rules,
    List<String> groupBy,
    long timespan,
    List<String> fields,
    @Nullable BigDecimal percentile,
    List<Bound> bounds,
    @Nullable Detection expression,
    Map<String, Map<String, String>> aliases,
    boolean generate,
    List<String> tags) {

  private static final int ENOUGH = 1_000;

  /** The kinds of correlation, by the words of the specification. */
  public enum Type {
    EVENT_COUNT,
    VALUE_COUNT,
    TEMPORAL,
    TEMPORAL_ORDERED,
    VALUE_SUM,
    VALUE_AVG,
    VALUE_PERCENTILE;

    boolean isTemporal() {
      return this == TEMPORAL || this == TEMPORAL_ORDERED;
    }

    boolean needsField() {
      return !isTemporal() && this != EVENT_COUNT;
    }
  }

  /** A side of a condition, e.g. {@code gte: 10}. */
  public record Bound(String operator, BigDecimal number) {
    boolean holds(BigDecimal figure) {
      return Operator.valueOf(operator.toUpperCase(java.util.Locale.ROOT))
          .holds(figure.compareTo(number));
    }
  }

  public CorrelationRule {
    requireNonNull(file, "file");
    requireNonNull(title, "title");
    rules = List.copyOf(rules);
    groupBy = List.copyOf(groupBy);
    fields = List.copyOf(fields);
    bounds = List.copyOf(bounds);
    aliases = Map.copyOf(aliases);
    tags = List.copyOf(tags);
  }

  /** What names the rule to people and receivers: its id, else its title. */
  public String key() {
    return id == null ? title : id;
  }

  boolean isNamed(String reference) {
    return reference.equals(id) || reference.equals(name);
  }

  /**
   * How many of the newest events, or of the newest with different values, decide whether it holds:
   * of a count that only has to be large enough not more than some, so that each further event of a
   * flood costs no more than the one before. Late events are the reason for keeping more than the
   * bound.
   */
  int enoughEvents() {
    boolean counts = type == Type.EVENT_COUNT || type == Type.VALUE_COUNT;
    if (!counts || expression != null || bounds.isEmpty()) {
      return Integer.MAX_VALUE;
    }
    int enough = ENOUGH;
    for (Bound bound : bounds) {
      if (!bound.operator().startsWith("gt")) {
        return Integer.MAX_VALUE;
      }
      BigDecimal twice = bound.number().multiply(BigDecimal.TWO);
      if (twice.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) >= 0) {
        return Integer.MAX_VALUE;
      }
      enough = Math.max(enough, twice.intValue());
    }
    return enough;
  }

  boolean holds(BigDecimal figure) {
    return bounds.stream().allMatch(bound -> bound.holds(figure));
  }
}
