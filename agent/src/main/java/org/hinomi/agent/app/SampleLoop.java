package org.hinomi.agent.app;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.hinomi.agent.sample.Sampler;
import org.hinomi.agent.spool.SpoolEntry;

/**
 * Takes a round of samples each interval, at the multiples of the interval, so that rounds of many
 * hosts can be laid beside each other. A round that took longer than the interval is followed at
 * the next multiple; rounds are not made up for.
 */
final class SampleLoop {
  private final Sampler sampler;
  private final long intervalMillis;
  private final InstantSource clock;
  private final Predicate<SpoolEntry> spool;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * @param spool takes a round, or drops and counts it
   */
  SampleLoop(Sampler sampler, Duration interval, InstantSource clock, Predicate<SpoolEntry> spool) {
    this.sampler = sampler;
    this.intervalMillis = interval.toMillis();
    this.clock = clock;
    this.spool = spool;
  }

  /** Samples at once, then each interval, until {@link #stop}. */
  void run() throws InterruptedException {
    do {
      spool.test(SpoolEntry.sample(sampler.sample(), clock.instant()));
    } while (!stopped.await(
        intervalMillis - Math.floorMod(clock.millis(), intervalMillis), TimeUnit.MILLISECONDS));
  }

  void stop() {
    stopped.countDown();
  }
}
