package org.hinomi.collector.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.collector.detect.ConditionChange;
import org.hinomi.collector.detect.Draft;
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
  private final Map<SeriesKey, Telling> after = new HashMap<>();
  private final List<Transition> transitions = new ArrayList<>();
  private final List<ToTell> toTell = new ArrayList<>();

  /**
   * @param before what the destinations know of the alerts that fire
   * @param newsSince steps before this are old
   */
  Consequences(Draft draft, Map<SeriesKey, Telling> before, Instant newsSince) {
    this.before = before;
    long bound = Micros.of(newsSince);
    for (ConditionChange change : draft.changes()) {
      Transition transition = transition(change);
      transitions.add(transition);
      step(change, transition.id(), change.atMicros() >= bound);
    }
    draft.touched().forEach((key, state) -> confirm(key, state, bound));
  }

  private void step(ConditionChange change, String id, boolean news) {
    SeriesKey key = change.series();
    boolean told = telling(key).told();
    if (change.kind() == ConditionChange.Kind.CLEARED) {
      if (told || (news && telling(key).untold() == null)) {
        toTell.add(new ToTell(id, key));
      }
      after.put(key, Telling.NOTHING);
    } else if (news) {
      toTell.add(new ToTell(id, key));
      after.put(key, Telling.DONE);
    } else {
      after.put(key, new Telling(told, id));
    }
  }

  private void confirm(SeriesKey key, SeriesState state, long bound) {
    String untold = telling(key).untold();
    if (untold != null && state.severity().isPresent() && state.timeMicros() >= bound) {
      toTell.add(new ToTell(untold, key));
      after.put(key, Telling.DONE);
    }
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
        switch (change.kind()) {
          case MET -> Kind.RAISED;
          case CHANGED -> Kind.CHANGED;
          case CLEARED -> Kind.CLEARED;
        },
        change.series().threshold(),
        change.series().labels(),
        severity(change.severity()),
        change.metric(),
        OptionalDouble.of(change.value()),
        OptionalDouble.of(change.level()),
        Micros.instant(change.sinceMicros()),
        Micros.instant(change.atMicros()),
        change.position());
  }

  /** Detection's word for a severity in the words of alerts. */
  static Transition.Severity severity(org.hinomi.collector.detect.Severity severity) {
    return switch (severity) {
      case WARNING -> Transition.Severity.WARNING;
      case CRITICAL -> Transition.Severity.CRITICAL;
    };
  }
}
