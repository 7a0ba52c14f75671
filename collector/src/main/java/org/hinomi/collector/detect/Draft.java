package org.hinomi.collector.detect;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.core.sample.Sample;
import org.jspecify.annotations.Nullable;

/**
 * What a batch of sample rounds would change. Nothing is changed in {@link Detection} until the
 * caller has made it durable and says {@link #commit}; a draft that is dropped leaves no trace.
 *
 * <p>Event time is the sample's own, but never later than its receipt: a clock that runs ahead must
 * not make the samples of a clock set right look late.
 */
public final class Draft {

  /**
   * For how long after the last sample that counted (by time of receipt) older ones are ignored as
   * late. A series that brings nothing but old samples for longer than that runs on a clock that
   * was set back, and goes on there.
   */
  static final Duration LATE_ALLOWANCE = Duration.ofMinutes(5);

  private static final long LATE_ALLOWANCE_MICROS = Latch.micros(LATE_ALLOWANCE);

  private final ThresholdSet thresholds;
  private final Map<SeriesKey, SeriesState> states;
  private final Derivations derivations;
  private final Map<SeriesKey, SeriesState> touched = new LinkedHashMap<>();
  private final List<ConditionChange> changes = new ArrayList<>();
  private long late;

  Draft(ThresholdSet thresholds, Map<SeriesKey, SeriesState> states, Derivations derivations) {
    this.derivations = derivations;
    this.thresholds = thresholds;
    this.states = states;
  }

  /** Judges the samples of a round. */
  public void observe(SampleRound round) {
    for (Sample sample : round.samples()) {
      for (Threshold threshold : thresholds.ofMetric(sample.metric())) {
        Optional<Levels> levels = threshold.levelsFor(round.host(), sample.attributes());
        OptionalDouble value = value(threshold, sample, round);
        if (levels.isEmpty() || value.isEmpty()) {
          continue;
        }
        SeriesKey key = SeriesKey.of(threshold, round.host(), sample.attributes());
        long time = Math.min(round.timeMicros(), round.receivedMicros());
        OptionalDouble judged = derivations.derive(threshold, key, time, value.getAsDouble());
        if (judged.isPresent() && derivations.asks(threshold, round.host(), time)) {
          judge(threshold, levels.get(), key, judged.getAsDouble(), round);
        }
      }
    }
  }

  private static OptionalDouble value(Threshold threshold, Sample sample, SampleRound round) {
    String per = threshold.per();
    if (per == null) {
      return OptionalDouble.of(sample.value());
    }
    return round.samples().stream()
        .filter(s -> s.metric().equals(per) && s.attributes().isEmpty() && s.value() != 0)
        .mapToDouble(s -> sample.value() / s.value())
        .findFirst();
  }

  private void judge(
      Threshold threshold, Levels levels, SeriesKey key, double value, SampleRound round) {
    SeriesState before = state(key);
    long time = Math.min(round.timeMicros(), round.receivedMicros());
    Latch warning = before.warning();
    Latch critical = before.critical();
    if (time <= before.timeMicros()) {
      if (round.receivedMicros() - before.receivedMicros() <= LATE_ALLOWANCE_MICROS) {
        late++;
        return;
      }
      warning = warning.onNewClock();
      critical = critical.onNewClock();
    }
    warning = warning.after(levels, levels.warning(), time, value);
    critical = critical.after(levels, levels.critical(), time, value);
    SeriesState after =
        new SeriesState(
            time,
            round.receivedMicros(),
            value,
            warning,
            critical,
            since(before, warning, critical));
    touched.put(key, after);
    @Nullable ConditionChange change =
        change(key, threshold.derivation().of(threshold.metric()), levels, before, after, round);
    if (change != null) {
      changes.add(change);
    }
  }

  private static long since(SeriesState before, Latch warning, Latch critical) {
    if (!warning.firing() && !critical.firing()) {
      return 0;
    }
    if (before.severity().isPresent()) {
      return before.sinceMicros();
    }
    return Math.min(
        warning.firing() ? warning.sinceMicros() : Long.MAX_VALUE,
        critical.firing() ? critical.sinceMicros() : Long.MAX_VALUE);
  }

  private static @Nullable ConditionChange change(
      SeriesKey key,
      String metric,
      Levels levels,
      SeriesState before,
      SeriesState after,
      SampleRound round) {
    Optional<Severity> was = before.severity();
    Optional<Severity> is = after.severity();
    if (was.equals(is)) {
      return null;
    }
    ConditionChange.Kind kind =
        was.isEmpty()
            ? ConditionChange.Kind.MET
            : is.isEmpty() ? ConditionChange.Kind.CLEARED : ConditionChange.Kind.CHANGED;
    return new ConditionChange(
        kind,
        key,
        is.or(() -> was).orElseThrow(),
        metric,
        after.value(),
        is.map(s -> requireNonNull(levels.of(s)).raise()).orElseGet(() -> levels.mildest().clear()),
        is.isPresent() ? after.sinceMicros() : before.sinceMicros(),
        after.timeMicros(),
        round.position(),
        round.original().length() == 0 ? "" : Evidence.sha256(round.original().bytes()));
  }

  /** The state of a series as this draft sees it. */
  public SeriesState state(SeriesKey key) {
    SeriesState own = touched.get(key);
    return own != null ? own : states.getOrDefault(key, SeriesState.NEW);
  }

  /** The series that samples of this batch moved, with their new states. */
  public Map<SeriesKey, SeriesState> touched() {
    return Collections.unmodifiableMap(touched);
  }

  /** In the order of the samples. */
  public List<ConditionChange> changes() {
    return Collections.unmodifiableList(changes);
  }

  /** How many samples were ignored because a newer one of their series had counted already. */
  public long late() {
    return late;
  }

  /** Makes it so. */
  public void commit() {
    states.putAll(touched);
  }
}
