package org.hinomi.collector.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CalmTest {
  private static final long NOW = 1_000_000_000_000L;

  private final Pressure pressure = new Pressure();
  private final Calm calm = new Calm(pressure, Calm.SLOW_NANOS);

  @Test
  void isOverWhileMuchArrives() {
    assertThat(calm.now(NOW)).isTrue();
    pressure.add((long) Calm.BYTES_PER_SECOND, NOW);
    assertThat(calm.now(NOW)).isFalse();
    assertThat(calm.now(NOW + 2_000_000_000L)).isTrue();
  }

  @Test
  void isOverForAWhileAfterASlowSync() {
    calm.synced(Calm.SLOW_NANOS, NOW);
    assertThat(calm.now(NOW)).isTrue();
    calm.synced(Calm.SLOW_NANOS + 1, NOW);
    assertThat(calm.now(NOW)).isFalse();
    calm.synced(1, NOW + Calm.AFTER_SLOW_NANOS);
    assertThat(calm.now(NOW + Calm.AFTER_SLOW_NANOS)).isFalse();
    calm.synced(1, NOW + Calm.AFTER_SLOW_NANOS + 1);
    assertThat(calm.now(NOW + Calm.AFTER_SLOW_NANOS + 1)).isTrue();
  }
}
