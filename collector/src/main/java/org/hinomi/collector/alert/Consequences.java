package org.hinomi.collector.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.collector.detect.ConditionChange;
import org.hinomi.collector.detect.Draft;
import org.hinomi.collector.detect.EventDraft;
import org.hinomi.collector.detect.MatchChange;
import org.hinomi.collector.detect.MatchState;
import org.hinomi.collector.detect.SeriesKey;
import org.hinomi.collector.detect.SeriesState;

/**
 * What follows from a batch: the transitions, and which of them, or of earlier ones, are told. The
 * rules are those of {@link AlertStore}, "Old news".
 */
final class Consequences {

  /** A transition that is told. */
  record ToTell(String id, SeriesKey series) {}

  private final Map<SeriesKey, Telling> before;
  private final Holding holding;
  private final Instant now;
  private final Map<SeriesKey, Integer> raises = new HashMap<>();
  private final Map<SeriesKey, Telling> after = new HashMap<>();
  private final List<Transition> transitions = new ArrayList<>();
  private final List<ToTell> toTell = new ArrayList<>();
  private final Map<SeriesKey, Transition> held = new HashMap<>();

  /**
   * @param before what the destinations know of the alerts that fire
   */
  private Consequences(Map<SeriesKey, Telling> before, Holding holding, Instant now) {
    this.before = before;
    this.holding = holding;
    this.now = now;
  }

  /** Those of samples. Steps are old by event time. */
  static Consequences of(
      Draft draft, Map<SeriesKey, Telling> before, Holding holding, Instant now) {
    Consequences consequences = new Consequences(before, holding, now);
    long bound = Micros.of(now.minus(AlertStore.NEWS));
    for (ConditionChange change : draft.changes()) {
      consequences.step(change.series(), transition(change), change.atMicros() >= bound);
    }
    draft
        .touched()
        .forEach(
            (key, state) -> {
              if (state.severity().isPresent() && state.timeMicros() >= bound) {
                consequences.confirm(key, untold -> present(untold, key, state));
              }
            });
    return consequences;
  }

  /**
   * Those of events. Steps are old by the receipt of their events: what an agent could not send for
   * hours is news when it comes.
   */
  static Consequences of(
      EventDraft draft, Map<SeriesKey, Telling> before, Holding holding, Instant now) {
    Consequences consequences = new Consequences(before, holding, now);
    long bound = Micros.of(now.minus(AlertStore.NEWS));
    for (MatchChange change : draft.changes()) {
      consequences.step(
          change.alert(), transition(change), change.state().receivedMicros() >= bound);
    }
    draft
        .touched()
        .forEach(
            (key, state) -> {
              if (state.receivedMicros() >= bound) {
                consequences.confirm(key, untold -> present(untold, key, state));
              }
            });
    return consequences;
  }

  private void step(SeriesKey key, Transition bare, boolean news) {
    Transition transition = holding.describe(bare, now, raises.getOrDefault(key, 0));
    boolean held = !transition.context().held().isEmpty();
    if (transition.kind() == Kind.RAISED) {
      raises.merge(key, 1, Integer::sum);
    }
    transitions.add(transition);
    boolean told = telling(key).told();
    if (transition.kind() == Kind.CLEARED) {
      if (told || (news && telling(key).untold() == null)) {
        toTell.add(new ToTell(transition.id(), key));
      }
      after.put(key, Telling.NOTHING);
    } else if (news && !held) {
      toTell.add(new ToTell(transition.id(), key));
      after.put(key, Telling.DONE);
    } else {
      after.put(key, new Telling(told, transition.id(), news));
    }
  }

  /** What was too old to be told is so, unless something holds it back now. */
  private void confirm(SeriesKey key, Function<String, Transition> present) {
    Telling telling = telling(key);
    String untold = telling.untold();
    if (untold == null || telling.held()) {
      return;
    }
    Transition step = present.apply(untold);
    if (holding.still(step, now).isEmpty()) {
      toTell.add(new ToTell(untold, key));
      after.put(key, Telling.DONE);
    } else {
      held.put(key, step);
      after.put(key, new Telling(telling.told(), untold, true));
    }
  }

  private static Transition present(String id, SeriesKey key, SeriesState state) {
    return new Transition(
        id,
        Kind.RAISED,
        key.threshold(),
        key.labels(),
        severity(state.severity().orElseThrow()),
        "",
        OptionalDouble.of(state.value()),
        OptionalDouble.empty(),
        Micros.instant(state.sinceMicros()),
        Micros.instant(state.timeMicros()),
        0);
  }

  private static Transition present(String id, SeriesKey key, MatchState state) {
    return new Transition(
        id,
        Kind.RAISED,
        key.threshold(),
        key.labels(),
        severity(state.severity()),
        "",
        OptionalDouble.of(state.count()),
        OptionalDouble.empty(),
        Micros.instant(state.sinceMicros()),
        Micros.instant(state.timeMicros()),
        state.newest().position(),
        match(state));
  }

  /** Earlier steps that a current record confirms and that something holds back now. */
  Map<SeriesKey, Transition> held() {
    return Collections.unmodifiableMap(held);
  }

  /** What the destinations know of the series after the batch. */
  Telling telling(SeriesKey key) {
    Telling own = after.get(key);
    return own != null ? own : before.getOrDefault(key, Telling.NOTHING);
  }

  /** What changed in that. */
  Map<SeriesKey, Telling> tellings() {
    return Collections.unmodifiableMap(after);
  }

  /** In the order of the records. */
  List<Transition> transitions() {
    return Collections.unmodifiableList(transitions);
  }

  List<ToTell> toTell() {
    return Collections.unmodifiableList(toTell);
  }

  private static Transition transition(ConditionChange change) {
    return new Transition(
        Identities.transition(change),
        kind(change.kind()),
        change.series().threshold(),
        change.series().labels(),
        severity(change.severity()),
        change.metric(),
        OptionalDouble.of(change.value()),
        OptionalDouble.of(change.level()),
        Micros.instant(change.sinceMicros()),
        Micros.instant(change.atMicros()),
        change.position(),
        null,
        null,
        Context.of(change.sha256()));
  }

  private static Transition transition(MatchChange change) {
    MatchState state = change.state();
    return new Transition(
        Identities.transition(change),
        kind(change.kind()),
        change.alert().threshold(),
        change.alert().labels(),
        severity(state.severity()),
        "",
        OptionalDouble.of(state.count()),
        OptionalDouble.empty(),
        Micros.instant(state.sinceMicros()),
        Micros.instant(change.atMicros()),
        state.newest().position(),
        match(state));
  }

  /** What a firing alert of an event rule says of itself. */
  static Transition.Match match(MatchState state) {
    return new Transition.Match(state.title(), state.level().word(), state.count(), state.newest());
  }

  private static Kind kind(ConditionChange.Kind kind) {
    return switch (kind) {
      case MET -> Kind.RAISED;
      case CHANGED -> Kind.CHANGED;
      case CLEARED -> Kind.CLEARED;
    };
  }

  /** Detection's word for a severity in the words of alerts. */
  static Transition.Severity severity(org.hinomi.collector.detect.Severity severity) {
    return switch (severity) {
      case WARNING -> Transition.Severity.WARNING;
      case CRITICAL -> Transition.Severity.CRITICAL;
    };
  }
}
