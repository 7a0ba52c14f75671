package org.hinomi.collector.detect;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * All that is remembered of a series between two samples.
 *
 * @param timeMicros event time of the last sample that counted, microseconds since 1970
 * @param receivedMicros when the collector received that sample
 * @param value its value
 * @param sinceMicros when the present alert's condition began to hold; 0 where nothing fires
 */
public record SeriesState(
    long timeMicros,
    long receivedMicros,
    double value,
    Latch warning,
    Latch critical,
    long sinceMicros) {

  static final SeriesState NEW =
      new SeriesState(
          Long.MIN_VALUE, Long.MIN_VALUE, Double.NaN, Latch.INACTIVE, Latch.INACTIVE, 0);

  public SeriesState {
    requireNonNull(warning, "warning");
    requireNonNull(critical, "critical");
  }

  /** The severity that fires; empty where none does. */
  public Optional<Severity> severity() {
    if (critical.firing()) {
      return Optional.of(Severity.CRITICAL);
    }
    return warning.firing() ? Optional.of(Severity.WARNING) : Optional.empty();
  }

  /** The worst severity that fires if the value stays where it is; empty where none waits. */
  public Optional<Severity> coming() {
    if (critical.phase() == Latch.Phase.PENDING) {
      return Optional.of(Severity.CRITICAL);
    }
    return warning.phase() == Latch.Phase.PENDING
        ? Optional.of(Severity.WARNING)
        : Optional.empty();
  }

  public Latch.Phase phase() {
    return warning.phase().compareTo(critical.phase()) > 0 ? warning.phase() : critical.phase();
  }

  /** Since when it fires, or is pending; 0 where it is inactive. */
  public long activeSinceMicros() {
    if (severity().isPresent()) {
      return sinceMicros;
    }
    long since = Long.MAX_VALUE;
    for (Latch latch : new Latch[] {warning, critical}) {
      if (latch.phase() == Latch.Phase.PENDING) {
        since = Math.min(since, latch.sinceMicros());
      }
    }
    return since == Long.MAX_VALUE ? 0 : since;
  }
}
