package org.hinomi.collector.detect;

import static java.util.Objects.requireNonNull;

/**
 * A condition that was met, became better or worse, or is over.
 *
 * @param severity after the change; on CLEARED the one it had
 * @param level the raise level of {@code severity}; on CLEARED the clear level that was left
 * @param sinceMicros when the condition began to hold (event time, microseconds since 1970); the
 *     same for all changes from MET to CLEARED
 * @param atMicros event time of the sample that led here
 * @param position journal position of that sample
 * @param sha256 of the record that holds it, hexadecimal; "" where its bytes are not known
 */
public record ConditionChange(
    Kind kind,
    SeriesKey series,
    Severity severity,
    String metric,
    double value,
    double level,
    long sinceMicros,
    long atMicros,
    long position,
    String sha256) {

  public enum Kind {
    MET,
    CHANGED,
    CLEARED
  }

  public ConditionChange {
    requireNonNull(kind, "kind");
    requireNonNull(series, "series");
    requireNonNull(severity, "severity");
    requireNonNull(metric, "metric");
    requireNonNull(sha256, "sha256");
  }
}
