package org.hinomi.collector.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
  private static final Instant NOW = Instant.parse("2026-11-23T01:02:03.5Z");
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

  @ParameterizedTest
  @CsvSource({
    "now, 2026-11-23T01:02:03.5Z",
    "-24h, 2026-11-22T01:02:03.5Z",
    "now-10m, 2026-11-23T00:52:03.5Z",
    "-1h30m, 2026-11-22T23:32:03.5Z",
    "-500ms, 2026-11-23T01:02:03Z",
    "-1w, 2026-11-16T01:02:03.5Z",
    "+5m, 2026-11-23T01:07:03.5Z",
    "2026-11-20, 2026-11-19T15:00:00Z",
    "2026-11-20T08:00, 2026-11-19T23:00:00Z",
    "2026-11-20 08:00:01, 2026-11-19T23:00:01Z",
    "2026-11-20T08:00:00Z, 2026-11-20T08:00:00Z",
    "2026-11-20 08:00:00.25+02:00, 2026-11-20T06:00:00.25Z",
    "today, 2026-11-22T15:00:00Z",
    "yesterday, 2026-11-21T15:00:00Z",
    "yesterday 08:00, 2026-11-21T23:00:00Z",
    "Yesterday 8:05, 2026-11-21T23:05:00Z",
    "08:00, 2026-11-22T23:00:00Z",
  })
  void readsWhatPeopleType(String text, Instant expected) {
    assertThat(TimeText.parse(text, NOW, TOKYO)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "never",
        "-24",
        "24h",
        "2026-13-01",
        "2026-11-20T25:00",
        "yesterdayish",
        "-999999999999h"
      })
  void refusesTheRestAndSaysWhatItWants(String text) {
    assertThatThrownBy(() -> TimeText.parse(text, NOW, TOKYO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: a time such as");
  }

  @Test
  void showsEvenTheFarthestTime() {
    assertThat(Micros.iso(Micros.of(TimeText.parse("-999999999w", NOW, TOKYO))))
        .isEqualTo("0001-01-01T00:00:00.000000Z");
  }

  @Test
  void readsLengths() {
    assertThat(TimeText.duration("1h30m")).isEqualTo(Duration.ofMinutes(90));
    assertThatThrownBy(() -> TimeText.duration("5")).hasMessageContaining("expected: a length");
  }
}
