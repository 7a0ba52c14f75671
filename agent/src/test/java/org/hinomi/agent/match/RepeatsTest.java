package org.hinomi.agent.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.hinomi.core.sigma.Repetition;
import org.junit.jupiter.api.Test;

class RepeatsTest {
  private static final Instant T = Instant.parse("2026-01-02T03:04:05Z");

  @Test
  void withoutAPeriodEveryNthCountsHoweverLongItTakes() {
    Repeats repeats = new Repeats(new Repetition(3, null));
    for (int round = 0; round < 1_000; round++) { // a burst: nothing latches
      assertThat(repeats.add(T)).isFalse();
      assertThat(repeats.add(T.plus(Duration.ofDays(round)))).isFalse();
      assertThat(repeats.add(T)).isTrue();
    }
  }

  @Test
  void withAPeriodOnlyThoseWithinItCount() {
    Repeats repeats = new Repeats(new Repetition(2, Duration.ofSeconds(180)));
    assertThat(repeats.add(T)).isFalse();
    assertThat(repeats.add(T.plusSeconds(181))).isFalse();
    assertThat(repeats.add(T.plusSeconds(361))).isTrue(); // 180 s, both ends included
    assertThat(repeats.add(T.plusSeconds(362))).isFalse();
    assertThat(repeats.add(T.plusSeconds(363))).isTrue();
  }

  @Test
  void aCountOfOneIsEveryOne() {
    Repeats repeats = new Repeats(new Repetition(1, Duration.ofSeconds(1)));
    assertThat(repeats.add(T)).isTrue();
    assertThat(repeats.add(T)).isTrue();
  }
}
