package org.hinomi.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.core.event.HostGroup;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sample.Sample;
import org.hinomi.core.text.Glob;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DetectionTest {
  private static final String DISK = "system.filesystem.utilization";
  private static final long START =
      TimeUnit.SECONDS.toMicros(Instant.parse("2026-11-23T09:00:00Z").getEpochSecond());

  /** Warning 80 %, critical 90 %, clear 75 % and 85 %, for 60 s. */
  private static final Levels LEVELS =
      new Levels(
          Direction.ABOVE,
          new Level(0.80, 0.75),
          new Level(0.90, 0.85),
          Duration.ofSeconds(60),
          Duration.ZERO);

  private long position;

  @Test
  void goesThroughPendingAndFiringOnceAndResolvesBelowClear() {
    Detection detection = detection(disk(LEVELS));

    assertThat(at(detection, 0, 0.50)).isEmpty();
    assertThat(at(detection, 10, 0.82)).isEmpty();
    assertThat(state(detection).phase()).isEqualTo(Latch.Phase.PENDING);
    assertThat(at(detection, 60, 0.83)).isEmpty();
    List<ConditionChange> raised = at(detection, 70, 0.84);
    assertThat(raised).hasSize(1);
    assertThat(raised.getFirst().kind()).isEqualTo(ConditionChange.Kind.MET);
    assertThat(raised.getFirst().severity()).isEqualTo(Severity.WARNING);
    assertThat(raised.getFirst().sinceMicros()).isEqualTo(START + 10_000_000);
    assertThat(raised.getFirst().atMicros()).isEqualTo(START + 70_000_000);
    assertThat(raised.getFirst().value()).isEqualTo(0.84);
    assertThat(raised.getFirst().level()).isEqualTo(0.80);
    assertThat(raised.getFirst().series().labels())
        .containsEntry("host.name", "fs01")
        .containsEntry("system.filesystem.mountpoint", "/srv");
    for (int i = 0; i < 50; i++) {
      assertThat(at(detection, 80 + 10 * i, i % 2 == 0 ? 0.79 : 0.81)).isEmpty();
    }
    List<ConditionChange> cleared = at(detection, 600, 0.74);
    assertThat(cleared).hasSize(1);
    assertThat(cleared.getFirst().kind()).isEqualTo(ConditionChange.Kind.CLEARED);
    assertThat(cleared.getFirst().severity()).isEqualTo(Severity.WARNING);
    assertThat(cleared.getFirst().level()).isEqualTo(0.75);
    assertThat(cleared.getFirst().sinceMicros()).isEqualTo(START + 10_000_000);
    assertThat(state(detection).phase()).isEqualTo(Latch.Phase.INACTIVE);
  }

  @Test
  void aDipWhilePendingStartsTheCountAgain() {
    Detection detection = detection(disk(LEVELS));
    at(detection, 0, 0.85);
    at(detection, 50, 0.79);
    assertThat(at(detection, 60, 0.85)).isEmpty();
    assertThat(at(detection, 119, 0.85)).isEmpty();
    assertThat(at(detection, 120, 0.85)).hasSize(1);
  }

  @Test
  void raisesAndLowersTheSeverityOfAFiringAlert() {
    Detection detection = detection(disk(LEVELS));
    at(detection, 0, 0.82);
    at(detection, 60, 0.82);
    assertThat(at(detection, 70, 0.95)).isEmpty();
    assertThat(at(detection, 130, 0.95))
        .extracting(ConditionChange::kind, ConditionChange::severity, ConditionChange::sinceMicros)
        .containsExactly(tuple(ConditionChange.Kind.CHANGED, Severity.CRITICAL, START));
    assertThat(at(detection, 140, 0.87)).as("between critical and its clear level").isEmpty();
    assertThat(at(detection, 150, 0.84))
        .extracting(ConditionChange::kind, ConditionChange::severity, ConditionChange::level)
        .containsExactly(tuple(ConditionChange.Kind.CHANGED, Severity.WARNING, 0.80));
    assertThat(at(detection, 160, 0.10))
        .extracting(ConditionChange::kind, ConditionChange::severity)
        .containsExactly(tuple(ConditionChange.Kind.CLEARED, Severity.WARNING));
  }

  @Test
  void criticalWithoutWarningIsRaisedAndClearedAsCritical() {
    Levels levels =
        new Levels(
            Direction.ABOVE, null, new Level(0.90, 0.85), Duration.ofSeconds(60), Duration.ZERO);
    Detection detection = detection(disk(levels));
    at(detection, 0, 0.95);
    assertThat(at(detection, 60, 0.95))
        .extracting(ConditionChange::kind, ConditionChange::severity)
        .containsExactly(tuple(ConditionChange.Kind.MET, Severity.CRITICAL));
    assertThat(at(detection, 70, 0.86)).isEmpty();
    assertThat(at(detection, 80, 0.85))
        .extracting(ConditionChange::kind, ConditionChange::severity, ConditionChange::level)
        .containsExactly(tuple(ConditionChange.Kind.CLEARED, Severity.CRITICAL, 0.85));
  }

  @Test
  void forZeroFiresAtTheFirstSample() {
    Levels levels =
        new Levels(Direction.ABOVE, new Level(0.8, 0.7), null, Duration.ZERO, Duration.ZERO);
    assertThat(at(detection(disk(levels)), 0, 0.8)).hasSize(1);
  }

  @Test
  void clearForAsksTheValueToStayInside() {
    Levels levels =
        new Levels(
            Direction.ABOVE, new Level(0.8, 0.7), null, Duration.ZERO, Duration.ofSeconds(30));
    Detection detection = detection(disk(levels));
    at(detection, 0, 0.9);
    assertThat(at(detection, 10, 0.6)).isEmpty();
    assertThat(at(detection, 30, 0.75)).as("outside again, below the level").isEmpty();
    assertThat(at(detection, 40, 0.6)).isEmpty();
    assertThat(at(detection, 69, 0.6)).isEmpty();
    assertThat(at(detection, 70, 0.6)).hasSize(1);
  }

  @Test
  void lowValuesAreBadBelow() {
    Levels levels =
        new Levels(
            Direction.BELOW,
            new Level(0.20, 0.25),
            new Level(0.10, 0.15),
            Duration.ZERO,
            Duration.ZERO);
    Detection detection = detection(disk(levels));
    assertThat(at(detection, 0, 0.21)).isEmpty();
    assertThat(at(detection, 10, 0.20))
        .extracting(ConditionChange::severity)
        .containsExactly(Severity.WARNING);
    assertThat(at(detection, 20, 0.05))
        .extracting(ConditionChange::severity)
        .containsExactly(Severity.CRITICAL);
    assertThat(at(detection, 30, 0.24))
        .extracting(ConditionChange::kind)
        .containsExactly(ConditionChange.Kind.CHANGED);
    assertThat(at(detection, 40, 0.25))
        .extracting(ConditionChange::kind)
        .containsExactly(ConditionChange.Kind.CLEARED);
  }

  @Test
  void ignoresLateAndRepeatedSamples() {
    Levels levels =
        new Levels(Direction.ABOVE, new Level(0.8, 0.7), null, Duration.ZERO, Duration.ZERO);
    Detection detection = detection(disk(levels));
    at(detection, 100, 0.5);
    Draft draft = detection.draft();
    draft.observe(round(90, 100, 0.95));
    draft.observe(round(100, 100, 0.95));
    assertThat(draft.changes()).isEmpty();
    assertThat(draft.late()).isEqualTo(2);
  }

  @Test
  void goesOnAfterAClockWasSetBack() {
    Detection detection = detection(disk(LEVELS));
    at(detection, 7200, 0.85);
    int fired = 0;
    for (int second = 10; second < 900; second += 10) {
      Draft draft = detection.draft();
      draft.observe(round(3600 + second, 7200 + second, 0.85));
      draft.commit();
      fired += draft.changes().size();
    }
    assertThat(fired).isEqualTo(1);
    assertThat(state(detection).sinceMicros())
        .as("counted anew")
        .isGreaterThan(START + 3600_000_000L);
  }

  @Test
  void aClockThatRunsAheadDoesNotMakeLaterSamplesLate() {
    Levels levels =
        new Levels(Direction.ABOVE, new Level(0.8, 0.7), null, Duration.ZERO, Duration.ZERO);
    Detection detection = detection(disk(levels));
    Draft ahead = detection.draft();
    ahead.observe(round(1_000_000, 10, 0.5));
    ahead.commit();
    assertThat(at(detection, 20, 0.9)).hasSize(1);
  }

  @Test
  void silenceResolvesNothing() {
    Detection detection = detection(disk(LEVELS));
    at(detection, 0, 0.85);
    at(detection, 60, 0.85);
    Draft draft = detection.draft();
    draft.observe(
        new SampleRound(
            ++position,
            Transport.RELP,
            "127.0.0.1",
            START + 9_000_000_000L,
            START + 9_000_000_000L,
            "fs01",
            null,
            List.of(Sample.of("system.cpu.utilization", 0.1)),
            List.of()));
    draft.commit();
    assertThat(draft.changes()).isEmpty();
    assertThat(state(detection).severity()).contains(Severity.WARNING);
  }

  @Test
  void aChangeNamesItsRecordByHash() {
    Detection detection = detection(disk(LEVELS));
    List<ConditionChange> changes = new java.util.ArrayList<>();
    for (int second : new int[] {0, 60}) {
      Draft draft = detection.draft();
      SampleRound plain = round(second, second, 0.85);
      draft.observe(
          new SampleRound(
              plain.position(),
              plain.transport(),
              plain.sourceAddress(),
              plain.receivedMicros(),
              plain.timeMicros(),
              plain.host(),
              null,
              plain.samples(),
              plain.unavailable(),
              RawMessage.wrap("abc".getBytes(java.nio.charset.StandardCharsets.UTF_8))));
      draft.commit();
      changes.addAll(draft.changes());
    }
    assertThat(changes)
        .extracting(ConditionChange::sha256)
        .containsExactly("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void aDraftThatIsDroppedLeavesNoTrace() {
    Detection detection = detection(disk(LEVELS));
    at(detection, 0, 0.85);
    SeriesState before = state(detection);
    Draft dropped = detection.draft();
    dropped.observe(round(60, 60, 0.85));
    assertThat(dropped.changes()).hasSize(1);
    assertThat(state(detection)).isEqualTo(before);
    assertThat(at(detection, 60, 0.85)).hasSize(1);
  }

  @Test
  void restoredStatesGoOn() {
    Detection first = detection(disk(LEVELS));
    at(first, 0, 0.85);
    Detection second =
        new Detection(new ThresholdSet(List.of(disk(LEVELS))), new HashMap<>(first.states()));
    assertThat(at(second, 60, 0.85)).hasSize(1);
  }

  @Test
  void aSeverityThatTheSettingsTookAwayEnds() {
    Detection first = detection(disk(LEVELS));
    at(first, 0, 0.95);
    at(first, 60, 0.95);
    Levels warningOnly =
        new Levels(Direction.ABOVE, LEVELS.warning(), null, Duration.ZERO, Duration.ZERO);
    Detection second =
        new Detection(new ThresholdSet(List.of(disk(warningOnly))), new HashMap<>(first.states()));
    assertThat(at(second, 70, 0.95))
        .extracting(ConditionChange::kind, ConditionChange::severity)
        .containsExactly(tuple(ConditionChange.Kind.CHANGED, Severity.WARNING));
  }

  @Test
  void theFirstOverrideThatHoldsTheHostDecides() {
    Levels strict =
        new Levels(Direction.ABOVE, new Level(0.5, 0.4), null, Duration.ZERO, Duration.ZERO);
    HostGroup files = new HostGroup("files", List.of(new Glob("FS*")));
    Threshold threshold =
        new Threshold(
            "disk",
            DISK,
            AttributeFilter.ALL,
            List.of(),
            null,
            LEVELS,
            List.of(new Threshold.Override(files, strict), new Threshold.Override(files, null)));
    assertThat(at(detection(threshold), 0, 0.55)).hasSize(1);
    Threshold off =
        new Threshold(
            "disk",
            DISK,
            AttributeFilter.ALL,
            List.of(),
            null,
            LEVELS,
            List.of(new Threshold.Override(files, null)));
    assertThat(off.levelsFor("fs01", Map.of())).isEmpty();
    assertThat(off.levelsFor("db01", Map.of())).contains(LEVELS);
  }

  @Test
  void aTotalIsToldFromItsParts() {
    AttributeFilter total =
        new AttributeFilter(new TreeMap<>(), new TreeMap<>(), Set.of("cpu.mode"));
    assertThat(total.accepts(Map.of())).isTrue();
    assertThat(total.accepts(Map.of("cpu.mode", "user"))).isFalse();
    AttributeFilter someMounts =
        new AttributeFilter(
            new TreeMap<>(Map.of("mount", List.of(new Glob("/srv*"), new Glob("/home")))),
            new TreeMap<>(Map.of("mount", List.of(new Glob("*/tmp")))),
            Set.of());
    assertThat(someMounts.accepts(Map.of("mount", "/srv/a"))).isTrue();
    assertThat(someMounts.accepts(Map.of("mount", "/srv/tmp"))).isFalse();
    assertThat(someMounts.accepts(Map.of("mount", "/opt"))).isFalse();
    assertThat(someMounts.accepts(Map.of())).isFalse();
  }

  @Test
  void dividesByAnotherMetricOfTheRoundAndJudgesNothingWithoutIt() {
    Levels levels =
        new Levels(Direction.ABOVE, new Level(2, 1.5), null, Duration.ZERO, Duration.ZERO);
    Threshold load =
        new Threshold("load", "load", AttributeFilter.ALL, List.of(), "cpus", levels, List.of());
    Detection detection = detection(load);
    assertThat(observe(detection, Sample.of("load", 9), Sample.of("cpus", 8))).isEmpty();
    assertThat(observe(detection, Sample.of("load", 90))).isEmpty();
    assertThat(observe(detection, Sample.of("load", 90), Sample.of("cpus", 0))).isEmpty();
    assertThat(observe(detection, Sample.of("load", 16), Sample.of("cpus", 8)))
        .extracting(ConditionChange::value)
        .containsExactly(2.0);
  }

  private List<ConditionChange> observe(Detection detection, Sample... samples) {
    long micros = START + position * 10_000_000;
    Draft draft = detection.draft();
    draft.observe(
        new SampleRound(
            ++position,
            Transport.RELP,
            "127.0.0.1",
            micros,
            micros,
            "fs01",
            null,
            List.of(samples),
            List.of()));
    draft.commit();
    return draft.changes();
  }

  private List<ConditionChange> at(Detection detection, long second, double value) {
    Draft draft = detection.draft();
    draft.observe(round(second, second, value));
    draft.commit();
    return new ArrayList<>(draft.changes());
  }

  private SampleRound round(long second, long receivedSecond, double value) {
    return new SampleRound(
        ++position,
        Transport.RELP,
        "127.0.0.1",
        START + receivedSecond * 1_000_000,
        START + second * 1_000_000,
        "fs01",
        null,
        List.of(Sample.of(DISK, Map.of("system.filesystem.mountpoint", "/srv"), value)),
        List.of());
  }

  private static SeriesState state(Detection detection) {
    Optional<SeriesState> state = detection.states().values().stream().findFirst();
    return state.orElseThrow();
  }

  private static Detection detection(Threshold threshold) {
    return new Detection(new ThresholdSet(List.of(threshold)), Map.of());
  }

  private static Threshold disk(Levels levels) {
    @Nullable String per = null;
    return new Threshold("disk", DISK, AttributeFilter.ALL, List.of(), per, levels, List.of());
  }
}
