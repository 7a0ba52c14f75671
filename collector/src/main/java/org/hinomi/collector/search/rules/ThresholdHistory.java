package org.hinomi.collector.search.rules;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.OptionalDouble;
import org.hinomi.collector.calendar.Calendars;
import org.hinomi.collector.detect.Derivation;
import org.hinomi.collector.detect.Derivations;
import org.hinomi.collector.detect.Levels;
import org.hinomi.collector.detect.SeriesKey;
import org.hinomi.collector.detect.Threshold;

/**
 * What a threshold would have judged in a history: of the series that it looks at, at the times at
 * which it is asked, the values or what it derives of them. For one thread.
 */
public final class ThresholdHistory {
  private final Threshold threshold;
  private final Derivations derivations;
  private final LevelSuggestion suggestion;

  /**
   * @param length what a value stands for
   */
  public ThresholdHistory(Threshold threshold, Calendars calendars, Duration length) {
    this.threshold = threshold;
    this.derivations = new Derivations(calendars);
    Levels levels = threshold.levels();
    this.suggestion = new LevelSuggestion(levels.direction(), levels.holdFor(), length);
  }

  public Threshold threshold() {
    return threshold;
  }

  /** What is judged. */
  public String metric() {
    return threshold.derivation().of(threshold.metric());
  }

  /** Whether what is judged is a share. */
  public boolean ofShares() {
    return threshold.derivation() instanceof Derivation.Plain
        && threshold.per() == null
        && threshold.metric().endsWith(".utilization");
  }

  /** Takes a value; those of a series come in the order of time. */
  public void add(String host, Map<String, String> attributes, Instant time, double value) {
    if (threshold.levelsFor(host, attributes).isEmpty()) {
      return;
    }
    SeriesKey key = SeriesKey.of(threshold, host, attributes);
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, time);
    OptionalDouble judged = derivations.derive(threshold, key, micros, value);
    if (judged.isPresent() && derivations.asks(threshold, host, micros)) {
      suggestion.add(key.labels(), time, judged.getAsDouble());
    }
  }

  /** What follows from it. */
  public LevelSuggestion suggestion() {
    return suggestion;
  }
}
