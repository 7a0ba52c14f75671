package org.hinomi.collector.notify;

import java.time.Duration;

/**
 * When a notification that was not taken is tried again: after {@code first}, then twice as long
 * each time, at most {@code longest}; of each such time between half and all, drawn anew, so that
 * many collectors do not knock at one moment.
 *
 * @param first &gt; 0
 * @param longest ≥ {@code first}
 * @param giveUpAfter counted from the moment it was queued; then it is given up, counted and logged
 */
public record RetryPolicy(Duration first, Duration longest, Duration giveUpAfter) {

  public static final RetryPolicy DEFAULT =
      new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofDays(3));

  public RetryPolicy {
    if (!first.isPositive() || longest.compareTo(first) < 0 || !giveUpAfter.isPositive()) {
      throw new IllegalArgumentException(
          "retry: first "
              + first
              + ", longest "
              + longest
              + ", give up after "
              + giveUpAfter
              + " (expected: > 0, >= first, > 0)");
    }
  }

  /**
   * @param failures how often it has failed, ≥ 1
   * @param chance drawn evenly from 0..1
   */
  Duration backoff(int failures, double chance) {
    Duration full = first;
    for (int i = 1; i < failures && full.compareTo(longest) < 0; i++) {
      full = full.multipliedBy(2);
    }
    long nanos = (full.compareTo(longest) < 0 ? full : longest).toNanos();
    return Duration.ofNanos(nanos / 2 + (long) (nanos / 2 * chance));
  }
}
