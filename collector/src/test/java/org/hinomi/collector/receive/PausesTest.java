package org.hinomi.collector.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.hinomi.collector.receive.Pauses.Pause;
import org.hinomi.collector.receive.Pauses.Reason;
import org.junit.jupiter.api.Test;

class PausesTest {
  private static final Instant START = Instant.parse("2026-11-28T09:00:00Z");

  private long second;
  private final Pauses pauses =
      new Pauses(() -> START.plusSeconds(second), () -> second * 1_000_000_000L);

  private static Instant at(long second) {
    return START.plusSeconds(second);
  }

  @Test
  void oneIsToldWhenItIsOver() {
    pauses.begin(Reason.DISK_FULL);
    second = 60;
    pauses.begin(Reason.DISK_FULL); // it lasts
    assertThat(pauses.take()).as("it lasts").isEmpty();
    second = 90;
    pauses.end(Reason.DISK_FULL);
    second = 100;
    pauses.end(Reason.DISK_FULL); // there is none
    assertThat(pauses.take())
        .containsExactly(new Pause(Reason.DISK_FULL, at(0), at(90), Duration.ofSeconds(90), 1));
    assertThat(pauses.take()).as("taken once").isEmpty();
  }

  @Test
  void thoseOfOneReasonAreToldTogether() {
    for (int i = 0; i < 3; i++) {
      pauses.begin(Reason.JOURNAL_FAILED);
      second += 2;
      pauses.end(Reason.JOURNAL_FAILED);
      second += 10;
    }
    assertThat(pauses.take())
        .containsExactly(new Pause(Reason.JOURNAL_FAILED, at(0), at(26), Duration.ofSeconds(6), 3));
  }

  @Test
  void atTheEndThoseThatLastCountUntilNow() {
    pauses.begin(Reason.DISK_FULL);
    second = 5;
    pauses.begin(Reason.JOURNAL_FAILED);
    second = 7;
    assertThat(pauses.takeAll())
        .containsExactlyInAnyOrder(
            new Pause(Reason.DISK_FULL, at(0), at(7), Duration.ofSeconds(7), 1),
            new Pause(Reason.JOURNAL_FAILED, at(5), at(7), Duration.ofSeconds(2), 1));
  }
}
