package org.hinomi.agent.watch.file;

import java.time.Duration;
import java.time.Instant;

/** How often a log rolled of late. Not thread-safe. */
final class RollCount {
  static final Duration SPAN = Duration.ofMinutes(10);

  private Instant from = Instant.MIN;
  private int before;
  private int now;

  void add(Instant at) {
    turn(at);
    now++;
  }

  /** In the span that has begun or in the whole one before it, whichever is more. */
  int of(Instant at) {
    turn(at);
    return Math.max(now, before);
  }

  private void turn(Instant at) {
    if (from.equals(Instant.MIN) || at.isBefore(from) || !at.isBefore(from.plus(SPAN))) {
      boolean next =
          !from.equals(Instant.MIN)
              && !at.isBefore(from)
              && at.isBefore(from.plus(SPAN).plus(SPAN));
      before = next ? now : 0;
      now = 0;
      from = at;
    }
  }
}
