package org.hinomi.collector.detect;

import static java.util.Objects.requireNonNull;

import org.hinomi.core.sigma.Level;

/**
 * An alert of an event rule that fires. Times are microseconds since 1970.
 *
 * @param title of the rule
 * @param sinceMicros event time of the first match
 * @param timeMicros event time of the newest one, never later than its receipt
 * @param receivedMicros when the collector received the newest one
 * @param count how often the rule matched
 * @param newest the event that matched last
 */
public record MatchState(
    String title,
    Level level,
    long sinceMicros,
    long timeMicros,
    long receivedMicros,
    long count,
    Evidence newest) {

  public MatchState {
    requireNonNull(title, "title");
    requireNonNull(level, "level");
    requireNonNull(newest, "newest");
  }

  /** {@code high} and {@code critical} are critical, all below a warning. */
  public Severity severity() {
    return level.compareTo(Level.HIGH) >= 0 ? Severity.CRITICAL : Severity.WARNING;
  }
}
