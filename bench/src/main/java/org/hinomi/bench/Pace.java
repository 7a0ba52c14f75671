package org.hinomi.bench;

import java.util.concurrent.locks.LockSupport;

/**
 * Keeps a rate. Who falls behind makes up for it by a burst of at most {@link #LATEST}: what was
 * missed for longer is not sent later, so that a pause of the sender does not become a flood that
 * no socket buffer holds.
 */
final class Pace {
  /** Nanoseconds. */
  private static final long LATEST = 10_000_000;

  /** Shorter than this is not slept: messages that are due by then go together. */
  private static final long SHORTEST = 200_000;

  private final double nanosPerMessage;
  private double due = System.nanoTime();

  /**
   * @param rate messages a second; 0: as fast as they are taken
   */
  Pace(double rate) {
    nanosPerMessage = rate <= 0 ? 0 : 1e9 / rate;
  }

  /** Waits until the next message is due. */
  void await() {
    if (nanosPerMessage == 0) {
      return;
    }
    due += nanosPerMessage;
    double ahead = due - System.nanoTime();
    if (ahead < -LATEST) {
      due = System.nanoTime();
    }
    if (ahead > Math.max(SHORTEST, nanosPerMessage)) {
      LockSupport.parkNanos((long) ahead);
    }
  }
}
