package org.hinomi.collector.search;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import org.hinomi.collector.record.Window;

/** The steps of a question for samples that names none. */
final class StepChoice {
  /** A day of samples is shown one by one. */
  private static final Duration RAW_SPAN = Duration.ofDays(1);

  /** So many steps a series: more is no longer read line by line. */
  private static final int MOST = 400;

  private static final List<Duration> STEPS =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(1),
          Duration.ofHours(6),
          Duration.ofDays(1));

  private StepChoice() {}

  /**
   * Chooses by the length of the span.
   *
   * @param rawFrom from when on there is more than roll-ups, microseconds since 1970
   * @return zero: each sample as it came
   */
  static Duration of(Window window, Instant now, OptionalLong rawFrom) {
    long from = window.from().orElse(0);
    Duration span = Duration.of(window.to().orElse(Micros.of(now)) - from, ChronoUnit.MICROS);
    boolean raw = rawFrom.isEmpty() || from >= rawFrom.getAsLong();
    if (raw && span.compareTo(RAW_SPAN) <= 0) {
      return Duration.ZERO;
    }
    return STEPS.stream()
        .filter(step -> step.multipliedBy(MOST).compareTo(span) >= 0)
        .findFirst()
        .orElse(STEPS.getLast());
  }
}
