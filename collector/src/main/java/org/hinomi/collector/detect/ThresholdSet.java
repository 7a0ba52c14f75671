package org.hinomi.collector.detect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hinomi.core.sigma.Aims;

/** All thresholds, found by metric. Immutable. */
public final class ThresholdSet {
  private final List<Threshold> thresholds;
  private final Map<String, Threshold> byName = new HashMap<>();
  private final Map<String, List<Threshold>> byMetric = new HashMap<>();

  /** Throws IllegalArgumentException where two have the same name. */
  public ThresholdSet(List<Threshold> thresholds) {
    this.thresholds = List.copyOf(thresholds);
    for (Threshold threshold : this.thresholds) {
      if (byName.put(threshold.name(), threshold) != null) {
        throw new IllegalArgumentException(
            "threshold: " + threshold.name() + " (expected: a name that no other has)");
      }
      byMetric.computeIfAbsent(threshold.metric(), m -> new ArrayList<>()).add(threshold);
    }
  }

  public List<Threshold> thresholds() {
    return thresholds;
  }

  List<Threshold> ofMetric(String metric) {
    return byMetric.getOrDefault(metric, List.of());
  }

  /** Whether some threshold still looks at the series. */
  public boolean covers(SeriesKey key) {
    return levelsFor(key).isPresent();
  }

  private Optional<Levels> levelsFor(SeriesKey key) {
    return Optional.ofNullable(byName.get(key.threshold()))
        .flatMap(t -> t.levelsFor(key.host(), key.attributes()));
  }

  /** What the alerts of a threshold are for; empty where it is unknown. */
  public Optional<Aims> aims(String threshold) {
    return Optional.ofNullable(byName.get(threshold)).map(Threshold::aims);
  }

  /** What a threshold judges: its metric, or what is derived of it; "" where it is unknown. */
  public String metricOf(String threshold) {
    Threshold found = byName.get(threshold);
    return found == null ? "" : found.derivation().of(found.metric());
  }
}
