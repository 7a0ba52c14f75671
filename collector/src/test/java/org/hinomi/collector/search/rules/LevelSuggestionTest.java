package org.hinomi.collector.search.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LevelSuggestionTest {
  private static final Instant START = Instant.parse("2026-09-01T00:00:00Z");

  @Test
  void showsWhichAlertsEachLevelWouldHaveRaised() {
    LevelSuggestion suggestion = new LevelSuggestion();
    for (int hour = 0; hour < 2_000; hour++) {
      double value = 0.40 + 0.20 * (hour % 24) / 24.0;
      if (hour >= 500 && hour < 506 || hour == 900) {
        value = hour == 900 ? 0.97 : 0.90;
      }
      suggestion.add("fs01 /srv", START.plusSeconds(3600L * hour), value);
      suggestion.add("fs02 /", START.plusSeconds(3600L * hour), 0.30);
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
                "fs01 /srv", START.plusSeconds(3600L * 900), START.plusSeconds(3600L * 901), 0.97));
    LevelSuggestion.Proposal rare =
        suggestion.proposals(true).stream()
            .filter(p -> p.level() == 0.90)
            .findFirst()
            .orElseThrow();
    assertThat(rare.alerts()).hasSize(2);
    assertThat(rare.share()).isCloseTo(1 - 7 / 4_000.0, within(1e-9));
  }

  @Test
  void roundsOtherMetricsToTwoFigures() {
    LevelSuggestion suggestion = new LevelSuggestion();
    for (int hour = 0; hour < 100; hour++) {
      suggestion.add("h", START.plusSeconds(3600L * hour), 12_345 + hour);
    }
    assertThat(suggestion.proposals(false))
        .extracting(LevelSuggestion.Proposal::level)
        .containsExactly(13_000.0);
    assertThat(new LevelSuggestion().proposals(false)).isEmpty();
  }
}
