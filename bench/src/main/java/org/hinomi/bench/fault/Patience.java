package org.hinomi.bench.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongPredicate;

/** Waits as long as something moves, so that a slow machine fails nobody. Thread-safe. */
final class Patience {
  private static final long LOOK_MILLIS = 50;

  private final Duration standstill;

  /**
   * @param standstill for how long a number may stay as it is
   */
  Patience(Duration standstill) {
    this.standstill = standstill;
  }

  /** A number that is waited for. */
  interface Gauge {
    long now() throws IOException, InterruptedException;
  }

  /**
   * Waits until a number is as wanted.
   *
   * @throws IOException where it stands still before that
   */
  void await(String what, Gauge gauge, LongPredicate wanted)
      throws IOException, InterruptedException {
    long last = gauge.now();
    long since = System.nanoTime();
    while (!wanted.test(last)) {
      Site.pause(LOOK_MILLIS);
      long now = gauge.now();
      if (now != last) {
        last = now;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > standstill.toNanos()) {
        throw new IOException(
            "waited for " + what + ": stands at " + last + " for " + standstill.toSeconds() + " s");
      }
    }
  }
}
