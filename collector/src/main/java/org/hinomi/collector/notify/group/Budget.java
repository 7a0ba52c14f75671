package org.hinomi.collector.notify.group;

import java.time.Duration;
import java.time.Instant;

/**
 * How many messages a team may get: some at once, then one each so often. What is more goes
 * together in one.
 */
final class Budget {
  static final int BURST = 5;
  static final Duration REFILL = Duration.ofMinutes(1);

  private double left = BURST;
  private Instant at;

  Budget(Instant now) {
    at = now;
  }

  boolean take(Instant now) {
    if (now.isAfter(at)) {
      double refilled = (double) Duration.between(at, now).toMillis() / REFILL.toMillis();
      left = Math.min(BURST, left + refilled);
    }
    at = now;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
