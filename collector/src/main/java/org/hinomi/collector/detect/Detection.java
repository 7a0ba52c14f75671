package org.hinomi.collector.detect;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.hinomi.collector.calendar.Calendars;

/**
 * Thresholds over the series they look at. Missing samples change nothing: a series that falls
 * silent keeps its state. Not thread-safe.
 */
public final class Detection {
  private final ThresholdSet thresholds;
  private final Map<SeriesKey, SeriesState> states;
  private final Derivations derivations;

  /** Thresholds for which people always work. */
  public Detection(ThresholdSet thresholds, Map<SeriesKey, SeriesState> states) {
    this(thresholds, states, new Derivations(Calendars.NONE));
  }

  /** Goes on from {@code states}; those that no threshold covers must have been closed before. */
  public Detection(
      ThresholdSet thresholds, Map<SeriesKey, SeriesState> states, Derivations derivations) {
    this.derivations = derivations;
    this.thresholds = thresholds;
    this.states = new HashMap<>(states);
  }

  /** Starts a batch; one at a time. */
  public Draft draft() {
    return new Draft(thresholds, states, derivations);
  }

  /** What values are derived from, which is not part of a draft: it changes at once. */
  public Derivations derivations() {
    return derivations;
  }

  public Map<SeriesKey, SeriesState> states() {
    return Collections.unmodifiableMap(states);
  }
}
