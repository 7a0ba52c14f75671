package org.hinomi.collector.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadOffsetTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-23T00:00:05Z, '<13>1 2026-11-23T09:00:05+09:00 h', 540",
    "2026-11-23T00:00:05Z, '<13>1 2026-11-23T00:00:05Z h', 0",
    "2026-11-23T22:30:00Z, '<13>Nov 23 17:30:00 h', -300",
    "2026-11-23T20:00:00Z, '<13>Nov 24 01:30:00 h', 330",
    "2026-11-23T20:00:00Z, '<13>no time 1:2:3', 0",
    "1969-12-31T23:00:00Z, '<13>Jan  1 08:00:00 h', 540",
  })
  void tellsTheOffsetFromTheTimeOfDay(Instant time, String head, int minutes) {
    byte[] bytes = head.getBytes(StandardCharsets.UTF_8);
    assertThat(HeadOffset.minutes(bytes, bytes.length, time.getEpochSecond() * 1_000_000))
        .isEqualTo(minutes);
  }
}
