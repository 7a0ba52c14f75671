package org.hinomi.collector.record;

import java.util.SortedMap;

/** What the history gives for a metric at one time. Times are microseconds since 1970. */
public sealed interface StoredSample {
  long timeMicros();

  String host();

  String metric();

  SortedMap<String, String> attributes();

  /** One sample as it came. */
  record Value(
      long timeMicros,
      String host,
      String metric,
      SortedMap<String, String> attributes,
      double value)
      implements StoredSample {}

  /** A sample that could not be taken, and why. */
  record Unavailable(
      long timeMicros,
      String host,
      String metric,
      SortedMap<String, String> attributes,
      String reason)
      implements StoredSample {}

  /** The samples of one step, which begins at {@code timeMicros}. */
  record Step(
      long timeMicros,
      String host,
      String metric,
      SortedMap<String, String> attributes,
      double min,
      double max,
      double avg,
      double last,
      long count)
      implements StoredSample {}
}
