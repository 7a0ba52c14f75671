package org.hinomi.core.sample;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One value of one metric at one moment.
 *
 * @param metric OpenTelemetry semantic-convention name, such as {@code system.cpu.utilization}
 * @param attributes OpenTelemetry attributes that tell one series of the metric from another, such
 *     as {@code system.filesystem.mountpoint=/home}; sorted by name
 * @param value finite; its unit is the metric's (docs/fields.md). A value that could not be read is
 *     not a sample but an {@link Unavailable}: unknown is never 0
 */
public record Sample(String metric, SortedMap<String, String> attributes, double value) {

  public Sample {
    requireNonNull(metric, "metric");
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(metric + ": " + value + " (expected: a finite number)");
    }
  }

  public static Sample of(String metric, double value) {
    return new Sample(metric, Collections.emptySortedMap(), value);
  }

  public static Sample of(String metric, Map<String, String> attributes, double value) {
    return new Sample(metric, new TreeMap<>(attributes), value);
  }

  /**
   * A metric that could not be read this time.
   *
   * @param reason a sentence an operator can act on
   */
  public record Unavailable(String metric, SortedMap<String, String> attributes, String reason) {
    public Unavailable {
      requireNonNull(metric, "metric");
      requireNonNull(reason, "reason");
      attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }
  }
}
