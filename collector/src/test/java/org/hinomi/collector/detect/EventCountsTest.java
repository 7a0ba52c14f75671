package org.hinomi.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.hinomi.collector.calendar.Calendars;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.core.event.Transport;
import org.junit.jupiter.api.Test;

class EventCountsTest {
  private static final long MINUTE = 60_000_000L;
  private static final long START = Instant.parse("2026-11-02T00:00:00Z").toEpochMilli() * 1_000;

  private final List<SampleRound> rounds = new ArrayList<>();
  private EventCounts counts = counts(true);
  private long position;

  @Test
  void eachSpanGivesACountOfEachHostAlsoNone() {
    tick(0);
    event("a", 5, 5);
    event("a", 6, 6);
    event("b", 9, 9);
    tick(14);
    assertThat(rounds).as("five minutes for what is late").isEmpty();
    tick(15);
    assertThat(values()).containsExactly("10 a 2", "10 b 1");
    event("b", 11, 16);
    tick(20);
    assertThat(values()).endsWith("15 a 0", "15 b 1");
    assertThat(rounds.get(0).position()).as("of the last event counted").isEqualTo(2);
  }

  @Test
  void whatComesTooLateIsNotCountedButSaid() {
    tick(0);
    tick(5);
    tick(10);
    event("a", 6, 14);
    event("a", 4, 14);
    tick(15);
    assertThat(values()).containsExactly("10 a 1");
    assertThat(counts.passedOver()).isEqualTo(1);
  }

  @Test
  void aTimeInWhichNothingWasReceivedHasNoCount() {
    tick(0);
    event("a", 5, 5);
    tick(8 * 60);
    tick(8 * 60 + 5);
    tick(8 * 60 + 10);
    assertThat(values()).containsExactly("10 a 1", "485 a 0");
    event("a", 100, 8 * 60 + 11);
    assertThat(counts.passedOver()).isEqualTo(1);
  }

  @Test
  void allHostsTogetherAreOne() {
    counts = counts(false);
    tick(0);
    event("a", 5, 5);
    event("b", 6, 6);
    tick(15);
    assertThat(values()).containsExactly("10 * 2");
  }

  @Test
  void aRestartLosesNothing() {
    tick(0);
    event("a", 5, 5);
    event("a", 6, 6);
    EventCounts after = counts(true);
    counts.changes(after::restore);
    counts.changes((name, state) -> assertThat(name).as("nothing changed since").isEmpty());
    counts = after;
    event("a", 7, 7);
    tick(15);
    assertThat(values()).containsExactly("10 a 3");
  }

  @Test
  void aHostMayBeCalledAnything() {
    tick(0);
    event("a\rh b", 5, 5);
    event("", 5, 5);
    EventCounts after = counts(true);
    counts.changes(after::restore);
    counts = after;
    tick(15);
    assertThat(values()).containsExactlyInAnyOrder("10 a\rh b 1", "10  1");
  }

  @Test
  void aStateOfOtherSpansBeginsAnew() {
    EventCounts after = counts(true);
    after.restore("many", "1 77 3\nh x".getBytes(StandardCharsets.UTF_8));
    after.restore("many", "?".getBytes(StandardCharsets.UTF_8));
    counts = after;
    tick(0);
    event("a", 5, 5);
    tick(15);
    assertThat(values()).containsExactly("10 a 1");
  }

  /** A few more than usual of few are chance; many more are not, and another hour is another. */
  @Test
  void aBaselineOfCountsKnowsChance() {
    HourlyBaseline baseline = new HourlyBaseline(true);
    Random random = new Random(6);
    OptionalDouble last = OptionalDouble.empty();
    double worst = 0;
    for (int hour = 0; hour < 7 * 24 * 10; hour++) {
      boolean busy = hour % 24 >= 9 && hour % 24 < 18;
      for (int i = 0; i < 12; i++) {
        int count = poisson(busy ? 20 : 0.3, random);
        last =
            baseline.derive(
                new Derivation.Baseline(true),
                0,
                count,
                new DerivedState.Hour(hour, hour % (7 * 24)));
        worst = Math.max(worst, last.orElse(0));
      }
    }
    assertThat(last).isPresent();
    assertThat(worst).isLessThan(6);
    int night = 7 * 24 * 10 + 3;
    OptionalDouble many =
        baseline.derive(new Derivation.Baseline(true), 0, 20, new DerivedState.Hour(night, 3));
    assertThat(many.orElseThrow()).isGreaterThan(15);
  }

  /** The last five minutes of a quiet hour are not compared with the busy one that follows. */
  @Test
  void aCountIsOfTheHourBeforeItsEnd() {
    Derivations derivations = new Derivations(Calendars.NONE);
    Threshold threshold = threshold(true, new Derivation.Baseline(true));
    SeriesKey key = SeriesKey.of(threshold, "a", Map.of());
    double worst = 0;
    for (int minute = 5; minute <= 6 * 7 * 24 * 60; minute += 5) {
      int hour = (minute - 1) / 60 % 24;
      double count = hour >= 9 && hour < 18 ? 200 : 5;
      worst =
          Math.max(
              worst, derivations.derive(threshold, key, START + minute * MINUTE, count).orElse(0));
    }
    assertThat(worst).isLessThan(1);
  }

  private static int poisson(double mean, Random random) {
    int count = -1;
    for (double product = 1; product > Math.exp(-mean); count++) {
      product *= random.nextDouble();
    }
    return count;
  }

  private static EventCounts counts(boolean perHost) {
    Threshold threshold = threshold(perHost, new Derivation.Plain());
    return new EventCounts(new ThresholdSet(List.of(threshold)), Duration.ofMinutes(5));
  }

  private static Threshold threshold(boolean perHost, Derivation derivation) {
    return new Threshold(
        "many",
        EventCounting.metric("many"),
        AttributeFilter.ALL,
        List.of(),
        null,
        new Levels(Direction.ABOVE, new Level(5, 4), null, Duration.ZERO, Duration.ZERO),
        List.of(),
        derivation,
        Threshold.In.ALWAYS,
        Threshold.USUAL,
        new EventCounting(
            "", event -> event.message().equals("x"), Duration.ofMinutes(5), perHost));
  }

  private List<String> values() {
    return rounds.stream()
        .map(
            round ->
                (round.timeMicros() - START) / MINUTE
                    + " "
                    + round.host()
                    + " "
                    + (long) round.samples().getFirst().value())
        .toList();
  }

  private void event(String host, int minute, int received) {
    take(host, "x", minute, received);
  }

  /** Something comes that is not counted. */
  private void tick(int minute) {
    take("other", "y", minute, minute);
  }

  private void take(String host, String message, int minute, int received) {
    Event event =
        new Event(
            position++,
            Transport.RELP,
            "192.0.2.1",
            START + received * MINUTE,
            START + minute * MINUTE,
            host,
            3,
            6,
            "app",
            null,
            message,
            RawMessage.wrap(message.getBytes(StandardCharsets.UTF_8)),
            null,
            new HashMap<>(Map.of()));
    counts.advance(event, rounds::add);
    counts.observe(event, List.of());
  }
}
