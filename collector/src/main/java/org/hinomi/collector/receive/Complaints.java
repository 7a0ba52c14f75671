package org.hinomi.collector.receive;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.event.Level;

/**
 * How loud the log is about senders that misbehave: the first few in each minute at INFO, so that
 * an operator sees why, the others at DEBUG, so that nobody fills the disk from outside. All of
 * them are counted elsewhere. Thread-safe.
 */
final class Complaints {
  private static final int A_MINUTE = 10;

  private final LongSupplier nanoTime;
  private long minute = Long.MIN_VALUE;
  private int said;

  Complaints(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  synchronized Level level() {
    long now = Math.floorDiv(nanoTime.getAsLong(), TimeUnit.MINUTES.toNanos(1));
    if (now != minute) {
      minute = now;
      said = 0;
    }
    return said++ < A_MINUTE ? Level.INFO : Level.DEBUG;
  }
}
