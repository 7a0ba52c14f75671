package org.hinomi.collector.detect;

import static java.util.Objects.requireNonNull;

/**
 * An alert of an event rule that began, became better or worse, or is over.
 *
 * @param state after the change; on CLEARED the one it had
 * @param atMicros event time of the event that led here; on CLEARED when it had been quiet for long
 *     enough
 */
public record MatchChange(
    ConditionChange.Kind kind, SeriesKey alert, MatchState state, long atMicros) {
  public MatchChange {
    requireNonNull(kind, "kind");
    requireNonNull(alert, "alert");
    requireNonNull(state, "state");
  }
}
