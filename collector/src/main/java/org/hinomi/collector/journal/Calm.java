package org.hinomi.collector.journal;

import java.util.concurrent.TimeUnit;

/**
 * Whether so little arrives, and the disk answers so fast, that the event loop which read a record
 * may write and sync it itself. A loop that waits for the disk reads nothing meanwhile: others wait
 * as long, and what comes in numbers is written faster by a thread of its own, while the loop reads
 * on. Datagrams that nobody sends again are kept out of its way by their receivers. One thread at a
 * time tells, any number ask.
 */
final class Calm {
  /** Of {@link Pressure}: some 200 notifications a second, or 1,200 syslog datagrams. */
  static final double BYTES_PER_SECOND = 1e6;

  /** More than these in one chunk have come together, and more will. */
  static final int RECORDS = 4;

  /** The most that a loop writes at once; senders that come together are answered together. */
  static final int BYTES = 64 << 10;

  /** A disk that took this long may do so again. */
  static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  static final long AFTER_SLOW_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Pressure pressure;
  private final long slowNanos;
  private volatile long disturbed;
  private volatile boolean slow;

  /**
   * @param slowNanos a sync that takes longer ends the calm for a while
   */
  Calm(Pressure pressure, long slowNanos) {
    this.pressure = pressure;
    this.slowNanos = slowNanos;
  }

  /**
   * @param nanos monotonic time at its end
   */
  void synced(long tookNanos, long nanos) {
    if (tookNanos > slowNanos) {
      disturbed = nanos;
      slow = true;
    } else if (slow && nanos - disturbed > AFTER_SLOW_NANOS) {
      slow = false;
    }
  }

  boolean now(long nanos) {
    return !slow && pressure.bytesPerSecond(nanos) < BYTES_PER_SECOND;
  }
}
