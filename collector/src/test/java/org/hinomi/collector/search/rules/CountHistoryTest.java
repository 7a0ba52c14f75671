package org.hinomi.collector.search.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hinomi.collector.calendar.Calendars;
import org.hinomi.collector.detect.AttributeFilter;
import org.hinomi.collector.detect.Derivation;
import org.hinomi.collector.detect.Direction;
import org.hinomi.collector.detect.EventCounting;
import org.hinomi.collector.detect.Level;
import org.hinomi.collector.detect.Levels;
import org.hinomi.collector.detect.Threshold;
import org.junit.jupiter.api.Test;

class CountHistoryTest {
  private static final Instant START = Instant.parse("2026-09-07T00:00:00Z");
  private static final Duration EVERY = Duration.ofMinutes(15);

  @Test
  void aHostHasACountFromItsFirstEventOnUntilItHadNoneForLong() {
    EventCounting counting = new EventCounting("", e -> false, EVERY, true);
    CountHistory counts = new CountHistory(counting);
    counts.add("a", START.plus(EVERY.multipliedBy(4)).plusSeconds(3), 2);
    counts.add("a", START.plus(EVERY.multipliedBy(4)).plusSeconds(9), 3);
    counts.add("b", START.plus(EVERY.multipliedBy(8)), 1);
    ThresholdHistory history = history(counting, new Derivation.Plain());

    counts.giveTo(history, START.plus(EVERY.multipliedBy(10)).plusSeconds(60));

    assertThat(history.suggestion().count()).isEqualTo(6 + 2);
    assertThat(history.suggestion().seriesCount()).isEqualTo(2);
    assertThat(history.suggestion().of(new Level(5, 4)).alerts())
        .containsExactly(
            new LevelSuggestion.Would(
                new TreeMap<>(Map.of("host.name", "a")),
                START.plus(EVERY.multipliedBy(5)),
                START.plus(EVERY.multipliedBy(6)),
                5));

    ThresholdHistory later = history(counting, new Derivation.Plain());
    counts.giveTo(later, START.plus(Duration.ofDays(90)));
    int known = EventCounting.KNOWN_DAYS * 96 + 1;
    assertThat(later.suggestion().count()).isEqualTo(2 * known);
  }

  @Test
  void comparesCountsWithTheSameHoursOfTheWeeksBefore() {
    EventCounting counting = new EventCounting("", e -> false, EVERY, false);
    CountHistory counts = new CountHistory(counting);
    for (int span = 0; span < 42 * 96; span++) {
      boolean burst = span == 40 * 96 + 40;
      counts.add("h" + span % 3, START.plus(EVERY.multipliedBy(span)), burst ? 90 : 10);
    }
    ThresholdHistory history = history(counting, new Derivation.Baseline(true));

    counts.giveTo(history, START.plus(Duration.ofDays(42)));

    assertThat(history.suggestion().count()).as("four weeks are learned").isEqualTo(14 * 96);
    assertThat(history.suggestion().of(new Level(6, 5)).alerts())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.labels()).containsExactly(Map.entry("host.name", "*"));
              assertThat(alert.from()).isEqualTo(START.plus(EVERY.multipliedBy(40 * 96 + 41)));
              assertThat(alert.worst()).isGreaterThan(20);
            });
  }

  private static ThresholdHistory history(EventCounting counting, Derivation derivation) {
    Levels levels =
        new Levels(Direction.ABOVE, new Level(1, 1), null, Duration.ZERO, Duration.ZERO);
    Threshold threshold =
        new Threshold(
                "t",
                "events(t)",
                AttributeFilter.ALL,
                List.of(),
                null,
                levels,
                List.of(),
                derivation,
                Threshold.In.ALWAYS)
            .counting(counting);
    return new ThresholdHistory(threshold, Calendars.NONE, Duration.ZERO);
  }
}
