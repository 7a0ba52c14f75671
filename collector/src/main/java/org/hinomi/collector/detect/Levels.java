package org.hinomi.collector.detect;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a threshold asks of a value.
 *
 * @param warning null where there is no warning
 * @param critical null where there is only a warning; else at least as bad as {@code warning}
 * @param holdFor how long, in event time, a value must stay at a level before its severity is
 *     raised; ≥ 0, for each severity by itself
 * @param clearFor how long, in event time, it must stay inside the clear level before the severity
 *     ends; ≥ 0
 */
public record Levels(
    Direction direction,
    @Nullable Level warning,
    @Nullable Level critical,
    Duration holdFor,
    Duration clearFor) {

  public Levels {
    requireNonNull(direction, "direction");
    if (warning == null && critical == null) {
      throw new IllegalArgumentException("levels: none (expected: warning, critical or both)");
    }
    requireInside(direction, warning);
    requireInside(direction, critical);
    if (warning != null
        && critical != null
        && !direction.reaches(critical.raise(), warning.raise())) {
      throw new IllegalArgumentException(
          "critical: "
              + critical.raise()
              + " (expected: "
              + (direction == Direction.ABOVE ? ">= " : "<= ")
              + warning.raise()
              + ", the warning level)");
    }
    if (holdFor.isNegative() || clearFor.isNegative()) {
      throw new IllegalArgumentException(
          "for: " + holdFor + ", clear-for: " + clearFor + " (expected: >= 0)");
    }
  }

  private static void requireInside(Direction direction, @Nullable Level level) {
    if (level != null && !direction.leaves(level.clear(), level.raise())) {
      throw new IllegalArgumentException(
          "clear: "
              + level.clear()
              + " (expected: "
              + (direction == Direction.ABOVE ? "<= " : ">= ")
              + level.raise()
              + ", the level)");
    }
  }

  /** Its level; null where it has none. */
  public @Nullable Level of(Severity severity) {
    return severity == Severity.CRITICAL ? critical : warning;
  }

  /** The level of the mildest severity: what is inside its clear level is well. */
  Level mildest() {
    return warning != null ? warning : requireNonNull(critical);
  }
}
