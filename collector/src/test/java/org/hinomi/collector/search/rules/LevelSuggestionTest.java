package org.hinomi.collector.search.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hinomi.collector.detect.Direction;
import org.hinomi.collector.detect.Level;
import org.junit.jupiter.api.Test;

class LevelSuggestionTest {
  private static final Instant START = Instant.parse("2026-09-01T00:00:00Z");

  private static final SortedMap<String, String> FULL =
      new TreeMap<>(Map.of("host.name", "fs01", "system.filesystem.mountpoint", "/srv"));
  private static final SortedMap<String, String> OTHER = new TreeMap<>(Map.of("host.name", "fs02"));

  @Test
  void showsWhichAlertsEachLevelWouldHaveRaised() {
    LevelSuggestion suggestion = new LevelSuggestion();
    for (int hour = 0; hour < 2_000; hour++) {
      double value = 0.40 + 0.20 * (hour % 24) / 24.0;
      if (hour >= 500 && hour < 506 || hour == 900) {
        value = hour == 900 ? 0.97 : 0.90;
      }
      suggestion.add(FULL, START.plusSeconds(3600L * hour), value);
      suggestion.add(OTHER, START.plusSeconds(3600L * hour), 0.30);
    }
    assertThat(suggestion.proposals(true))
        .extracting(LevelSuggestion.Proposal::level)
        .isSorted()
        .last()
        .isEqualTo(0.97);
    LevelSuggestion.Proposal last = suggestion.proposals(true).getLast();
    assertThat(last.alerts())
        .containsExactly(
            new LevelSuggestion.Would(
                FULL, START.plusSeconds(3600L * 900), START.plusSeconds(3600L * 901), 0.97));
    LevelSuggestion.Proposal rare =
        suggestion.proposals(true).stream()
            .filter(p -> p.level() == 0.90)
            .findFirst()
            .orElseThrow();
    assertThat(rare.alerts()).hasSize(2);
    assertThat(rare.inside()).isCloseTo(1 - 7 / 4_000.0, within(1e-9));
  }

  @Test
  void roundsOtherMetricsToTwoFigures() {
    LevelSuggestion suggestion = new LevelSuggestion();
    for (int hour = 0; hour < 100; hour++) {
      suggestion.add(OTHER, START.plusSeconds(3600L * hour), 12_345 + hour);
    }
    assertThat(suggestion.proposals(false))
        .extracting(LevelSuggestion.Proposal::level)
        .containsExactly(13_000.0);
    assertThat(new LevelSuggestion().proposals(false)).isEmpty();
  }

  @Test
  void proposesForLowValuesWhatFewAreBelow() {
    LevelSuggestion suggestion =
        new LevelSuggestion(Direction.BELOW, Duration.ZERO, Duration.ofHours(1));
    for (int hour = 0; hour < 1_000; hour++) {
      suggestion.add(FULL, START.plusSeconds(3600L * hour), hour == 700 ? 3.2 : 40 + hour % 24);
    }
    assertThat(suggestion.proposals(false))
        .extracting(LevelSuggestion.Proposal::level)
        .contains(3.2);
    LevelSuggestion.Proposal lowest = suggestion.proposals(false).getLast();
    assertThat(lowest.inside()).isCloseTo(0.999, within(1e-9));
    assertThat(lowest.alerts())
        .containsExactly(
            new LevelSuggestion.Would(
                FULL, START.plusSeconds(3600L * 700), START.plusSeconds(3600L * 701), 3.2));
  }

  @Test
  void raisesNothingThatDidNotLastAsTheThresholdAsks() {
    LevelSuggestion suggestion =
        new LevelSuggestion(Direction.ABOVE, Duration.ofMinutes(15), Duration.ZERO);
    for (int i = 0; i < 100; i++) {
      boolean high = i == 10 || i == 11 || i >= 50 && i < 54;
      suggestion.add(FULL, START.plusSeconds(300L * i), high ? 10 : 1);
    }
    assertThat(suggestion.of(new Level(10, 9)).alerts())
        .containsExactly(
            new LevelSuggestion.Would(
                FULL, START.plusSeconds(300L * 50), START.plusSeconds(300L * 54), 10));
  }

  @Test
  void proposesNoLevelThatMostValuesReach() {
    LevelSuggestion suggestion = new LevelSuggestion();
    for (int i = 0; i < 1_000; i++) {
      suggestion.add(FULL, START.plusSeconds(300L * i), i == 7 ? 30 : 0);
    }
    assertThat(suggestion.proposals(false))
        .extracting(LevelSuggestion.Proposal::level)
        .containsExactly(30.0);
  }

  @Test
  void anAlertLastsAsLongAsValuesAreAtALevelThatEndsWhereItBegins() {
    LevelSuggestion suggestion = new LevelSuggestion(Direction.BELOW, Duration.ZERO, Duration.ZERO);
    for (int i = 0; i < 100; i++) {
      suggestion.add(FULL, START.plusSeconds(300L * i), i >= 50 && i < 60 ? 0 : 7);
    }
    assertThat(suggestion.of(Level.withDefaultClear(Direction.BELOW, 0)).alerts())
        .containsExactly(
            new LevelSuggestion.Would(
                FULL, START.plusSeconds(300L * 50), START.plusSeconds(300L * 60), 0));
  }
}
