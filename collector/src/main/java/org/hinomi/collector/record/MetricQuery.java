package org.hinomi.collector.record;

import org.hinomi.collector.record.AggregateQuery.Steps;
import org.jspecify.annotations.Nullable;

/**
 * A question for samples, answered in the order of time, then by series.
 *
 * @param host name or wildcard pattern as in {@link Condition.Wildcard}; null: every host
 * @param metric name or wildcard pattern; null: every metric
 * @param window of time; with steps, each that it touches is given whole
 * @param steps to sum up over; null: each sample as it came. Where only roll-ups over a longer time
 *     are left, each of them stands in the step that it begins in
 * @param limit most rows to give; 0: all
 */
public record MetricQuery(
    @Nullable String host,
    @Nullable String metric,
    Window window,
    @Nullable Steps steps,
    int limit) {
  public MetricQuery {
    if (limit < 0) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: >= 0)");
    }
  }
}
