package org.hinomi.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hinomi.collector.calendar.CalendarFolder;
import org.hinomi.collector.calendar.Calendars;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sample.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DerivationTest {
  private static final String DISK = "system.filesystem.utilization";
  private static final Instant START = Instant.parse("2026-11-02T00:00:00Z");

  private final SplittableRandom random = new SplittableRandom(7);
  private long position;

  private static Threshold threshold(Derivation derivation, Levels levels) {
    return new Threshold(
        "t",
        DISK,
        AttributeFilter.ALL,
        List.of(),
        null,
        levels,
        List.of(),
        derivation,
        Threshold.In.ALWAYS);
  }

  private static Threshold fullIn48Hours() {
    return threshold(
        new Derivation.Forecast(Duration.ofHours(24), 1.0),
        new Levels(
            Direction.BELOW, new Level(48, 72), new Level(12, 18), Duration.ZERO, Duration.ZERO));
  }

  private List<ConditionChange> take(Detection detection, Instant time, double value) {
    Draft draft = detection.draft();
    long micros = time.toEpochMilli() * 1_000;
    draft.observe(
        new SampleRound(
            ++position,
            Transport.RELP,
            "192.0.2.1",
            micros,
            micros,
            "fs01",
            null,
            List.of(Sample.of(DISK, Map.of("system.filesystem.mountpoint", "/"), value)),
            List.of()));
    List<ConditionChange> changes = List.copyOf(draft.changes());
    draft.commit();
    return changes;
  }

  private static Detection detection(Threshold threshold) {
    return new Detection(new ThresholdSet(List.of(threshold)), Map.of());
  }

  @Test
  void theTrendOfALineIsTheLineWhateverOneInFivePointsIs() {
    double[] times = new double[50];
    double[] values = new double[50];
    for (int i = 0; i < 50; i++) {
      times[i] = i * 60;
      values[i] = i % 5 == 0 ? 1_000 : 10 + 0.5 * i * 60;
    }
    Trend trend = Trend.of(times, values, 50);
    assertThat(trend.slope()).isCloseTo(0.5, within(0.05));
    assertThat(trend.least()).isPositive().isLessThanOrEqualTo(trend.slope());
    assertThat(trend.most()).isGreaterThanOrEqualTo(trend.slope());
  }

  @Test
  void aDiskThatFillsUpIsForetoldInTime() {
    Detection detection = detection(fullIn48Hours());
    List<String> told = new ArrayList<>();
    double value = 0.30;
    Instant time = START;
    while (value < 0.99) {
      time = time.plusSeconds(600);
      value += 0.01 / 6; // one per cent an hour
      double noisy = value + random.nextDouble(-0.01, 0.01);
      for (ConditionChange change : take(detection, time, noisy)) {
        told.add(change.kind() + " " + change.severity());
        if (change.kind() == ConditionChange.Kind.MET) {
          assertThat(value).as("48 hours before it is full").isBetween(0.50, 0.56);
          assertThat(change.metric()).isEqualTo("hours(" + DISK + ")");
          assertThat(change.value()).isBetween(40.0, 48.0);
        }
      }
    }
    assertThat(told).containsExactly("MET WARNING", "CHANGED CRITICAL");
  }

  @Test
  void noiseForetellsNothing() {
    for (int series = 0; series < 20; series++) {
      Detection detection = detection(fullIn48Hours());
      for (int i = 0; i < 24 * 7 * 6; i++) {
        double value = 0.90 + random.nextDouble(-0.05, 0.05);
        assertThat(take(detection, START.plusSeconds(600L * i), value)).isEmpty();
      }
    }
  }

  @Test
  void aSawToothOfADailyCleanUpForetellsNothingForLong() {
    Detection detection = detection(fullIn48Hours());
    int met = 0;
    for (int i = 0; i < 6 * 24 * 6; i++) {
      double hour = (i % (24 * 6)) / 6.0;
      for (ConditionChange change :
          take(detection, START.plusSeconds(600L * i), 0.50 + 0.005 * hour)) {
        met += change.kind() == ConditionChange.Kind.MET ? 1 : 0;
      }
    }
    assertThat(met).isZero();
  }

  @Test
  void aChangeIsThatOfTheTimeBefore() {
    Detection detection =
        detection(
            threshold(
                new Derivation.Change(Duration.ofHours(1)),
                new Levels(
                    Direction.ABOVE, new Level(0.10, 0.05), null, Duration.ZERO, Duration.ZERO)));
    for (int i = 0; i < 120; i++) {
      assertThat(take(detection, START.plusSeconds(60L * i), 0.80)).isEmpty();
    }
    assertThat(take(detection, START.plusSeconds(60 * 120), 0.92)).hasSize(1);
    assertThat(detection.states().values().iterator().next().value()).isCloseTo(0.12, within(1e-9));
  }

  @Test
  void aBaselineKnowsTheHourOfTheWeekAndSurvivesARestart() {
    Threshold threshold =
        threshold(
            new Derivation.Baseline(),
            new Levels(Direction.ABOVE, new Level(4, 3), null, Duration.ZERO, Duration.ZERO));
    Detection first = detection(threshold);
    Instant time = START;
    for (int i = 0; i < 5 * 7 * 24 * 60; i++) {
      time = START.plusSeconds(60L * i);
      assertThat(take(first, time, usual(time))).as("%s", time).isEmpty();
    }
    Derivations kept = new Derivations(Calendars.NONE);
    first.derivations().changes(kept::restore);
    Detection second = new Detection(new ThresholdSet(List.of(threshold)), Map.of(), kept);
    Instant sunday = Instant.parse("2026-12-13T03:00:00Z");
    assertThat(take(second, sunday, 0.60)).as("what Monday's noon has").hasSize(1);
    Instant monday = Instant.parse("2026-12-14T12:00:00Z");
    assertThat(take(second, monday, 0.60))
        .hasSize(1)
        .first()
        .extracting(c -> c.kind().name())
        .isEqualTo("CLEARED");
  }

  @Test
  void holidaysAreComparedWithHolidaysAndTeachWorkingDaysNothing(@TempDir Path folder)
      throws IOException {
    Files.writeString(
        folder.resolve("office.yaml"),
        """
        zone: UTC
        working: [{days: mon-fri, from: "09:00", to: "18:00"}]
        company-days: {closed: [2026-11-11, 2026-11-18, 2026-11-25, 2026-12-02, 2026-12-16]}
        """);
    Threshold threshold =
        threshold(
            new Derivation.Baseline(),
            new Levels(Direction.ABOVE, new Level(4, 3), null, Duration.ZERO, Duration.ZERO));
    Derivations derivations = new Derivations(CalendarFolder.read(folder, Map.of()).calendars());
    Detection detection =
        new Detection(new ThresholdSet(List.of(threshold)), Map.of(), derivations);
    Set<LocalDate> closed =
        Stream.of("2026-11-11", "2026-11-18", "2026-11-25", "2026-12-02", "2026-12-16")
            .map(LocalDate::parse)
            .collect(Collectors.toSet());
    Instant noon = Instant.parse("2026-12-16T12:00:00Z");
    for (Instant at = START; !at.isAfter(noon); at = at.plusSeconds(1800)) {
      var local = at.atOffset(ZoneOffset.UTC);
      boolean works = local.getDayOfWeek().getValue() < 6 && !closed.contains(local.toLocalDate());
      double value = works && local.getHour() >= 9 && local.getHour() < 18 ? 0.60 : 0.10;
      assertThat(take(detection, at, value)).as("%s", at).isEmpty();
    }
    assertThat(take(detection, noon.plusSeconds(60), 0.60)).as("what a working day has").hasSize(1);
  }

  @Test
  void samplesThatComeLateTeachTheBaselineNothing() {
    Threshold threshold =
        threshold(
            new Derivation.Baseline(),
            new Levels(Direction.ABOVE, new Level(4, 3), null, Duration.ZERO, Duration.ZERO));
    Detection detection = detection(threshold);
    for (int i = 0; i < 30; i++) {
      take(detection, START.plusSeconds(3600 + 60L * i), 0.50);
      take(detection, START.plusSeconds(60L * i), 0.50);
    }
    assertThat(take(detection, START.plus(Duration.ofDays(7)), 0.90))
        .as("one such hour is no baseline")
        .isEmpty();
  }

  private double usual(Instant time) {
    var local = time.atOffset(ZoneOffset.UTC);
    boolean busy =
        local.getDayOfWeek().getValue() < 6 && local.getHour() >= 9 && local.getHour() < 18;
    return (busy ? 0.60 : 0.10) + random.nextDouble(-0.01, 0.01);
  }

  @Test
  void whatWasBeforeTheWindowForetellsNothingAfterALongSilence() {
    Derivation forecast = new Derivation.Forecast(Duration.ofHours(24), 1.0);
    DerivedState points = new SeriesPoints(Duration.ofHours(24).toSeconds());
    Duration step = Duration.ofSeconds(24 * 3600 / 64);
    for (int i = 0; i < 64; i++) {
      hours(points, forecast, START.plus(step.multipliedBy(i)), 0.2 + i * 0.009);
    }
    Instant back = START.plus(Duration.ofDays(4));
    double left = 0;
    for (int i = 0; i < 40; i++) {
      left = hours(points, forecast, back.plus(step.multipliedBy(i)), 0.77);
    }
    assertThat(left).isEqualTo(Derivation.Forecast.NEVER);
  }

  private static double hours(
      DerivedState points, Derivation forecast, Instant time, double value) {
    return points
        .derive(forecast, time.toEpochMilli() * 1_000, value, new DerivedState.Hour(0, 0))
        .orElse(-1);
  }
}
