package org.hinomi.bench.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PatienceTest {
  @Test
  void whatMovesIsWaitedForHoweverLongItTakes() throws Exception {
    Patience patience = new Patience(Duration.ofMillis(500));
    AtomicLong looks = new AtomicLong();
    long start = System.nanoTime();

    // Moves each 200 ms or so.
    patience.await("five", () -> looks.incrementAndGet() / 4, n -> n >= 5);

    assertThat(looks.get()).isEqualTo(20);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(500));
  }

  @Test
  void whatStandsStillIsAFailure() {
    Patience patience = new Patience(Duration.ofMillis(200));

    assertThatThrownBy(() -> patience.await("records", () -> 7, n -> n >= 8))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("records")
        .hasMessageContaining("7");
  }
}
