package org.hinomi.collector.record;

import org.jspecify.annotations.Nullable;

/**
 * A question for samples, answered by series in the order of time.
 *
 * @param host name or wildcard pattern as in {@link Condition.Wildcard}; null: every host
 * @param metric name or wildcard pattern; null: every metric
 * @param stepMicros length of the steps to sum up over; 0: each sample as it came
 * @param limit most rows to give; 0: all
 */
public record MetricQuery(
    @Nullable String host, @Nullable String metric, Window window, long stepMicros, int limit) {
  public MetricQuery {
    if (stepMicros < 0 || limit < 0) {
      throw new IllegalArgumentException(
          "step: " + stepMicros + ", limit: " + limit + " (expected: >= 0)");
    }
  }
}
