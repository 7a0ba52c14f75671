package org.hinomi.collector.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CourtesyTest {
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger looks = new AtomicInteger();

  /** Each look at the clock is a second later. */
  private long clock() {
    return nanos.addAndGet(Duration.ofSeconds(1).toNanos());
  }

  private boolean pressedFor(int times) {
    return looks.incrementAndGet() <= times;
  }

  @Test
  void doesNotWaitWhereNothingPresses() {
    new Courtesy(() -> pressedFor(0), this::clock).giveWay(() -> false);
    assertThat(looks).hasValue(1);
  }

  @Test
  void waitsUntilTheBurstIsOver() {
    new Courtesy(() -> pressedFor(5), this::clock).giveWay(() -> false);
    assertThat(looks).hasValue(6);
  }

  @Test
  void worksForAsLongAsItWaitedInAnEndlessFlood() {
    Courtesy courtesy = new Courtesy(() -> true, this::clock);
    courtesy.giveWay(() -> false);
    long waited = nanos.get();
    assertThat(waited).isGreaterThanOrEqualTo(Courtesy.LONGEST.toNanos());
    courtesy.giveWay(() -> false);
    assertThat(nanos.get() - waited).as("goes on at once").isEqualTo(1_000_000_000L);
    nanos.addAndGet(Courtesy.LONGEST.toNanos());
    long before = nanos.get();
    courtesy.giveWay(() -> false);
    assertThat(nanos.get() - before).as("waits again").isGreaterThan(Courtesy.LONGEST.toNanos());
  }

  @Test
  void returnsWhenToldToStop() {
    new Courtesy(() -> true, this::clock).giveWay(() -> true);
    assertThat(nanos.get()).isLessThan(Courtesy.LONGEST.toNanos());
  }
}
