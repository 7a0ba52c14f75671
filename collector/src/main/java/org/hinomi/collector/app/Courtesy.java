package org.hinomi.collector.app;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Lets a burst go to the journal first: what is read from it waits while more comes in than could
 * be indexed at the same time anyway, for at most {@link #LONGEST} on end. After that it works for
 * as long as it has waited, so that an endless flood holds up neither search nor alerts for ever.
 * Not thread-safe.
 */
final class Courtesy {
  static final Duration LONGEST = Duration.ofSeconds(10);

  private static final long LOOK_NANOS = Duration.ofMillis(10).toNanos();

  private final BooleanSupplier pressed;
  private final LongSupplier nanoClock;
  private boolean working;
  private long workUntil;

  /**
   * @param nanoClock monotonic, nanoseconds
   */
  Courtesy(BooleanSupplier pressed, LongSupplier nanoClock) {
    this.pressed = pressed;
    this.nanoClock = nanoClock;
  }

  /** Waits while the journal is pressed; returns at once when told to stop. */
  void giveWay(BooleanSupplier stopping) {
    if (!pressed.getAsBoolean()) {
      working = false;
      return;
    }
    long start = nanoClock.getAsLong();
    if (working && start - workUntil < 0) {
      return;
    }
    working = false;
    while (pressed.getAsBoolean() && !stopping.getAsBoolean()) {
      if (nanoClock.getAsLong() - start >= LONGEST.toNanos()) {
        working = true;
        workUntil = nanoClock.getAsLong() + LONGEST.toNanos();
        return;
      }
      LockSupport.parkNanos(LOOK_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
    }
  }
}
