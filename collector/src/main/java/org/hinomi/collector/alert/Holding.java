package org.hinomi.collector.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.hinomi.collector.alert.AlertSettings.Inhibition;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.collector.calendar.Calendars;
import org.hinomi.collector.calendar.Moment;
import org.hinomi.collector.detect.SeriesKey;
import org.hinomi.core.sigma.Aims;

/**
 * What keeps an alert from being told at once: a silence, maintenance, another alert, or that it
 * comes and goes. Nothing here keeps it from being found and recorded. For one thread.
 */
final class Holding {
  private final AlertSettings settings;
  private final Calendars calendars;
  private final Flaps flaps;
  private final Function<String, Aims> aims;
  private List<Silence> silences;

  /** Alerts that fire and hold others back: by inhibition, the values that must be the same. */
  private final Map<Integer, Map<List<String>, Set<SeriesKey>>> sources = new HashMap<>();

  /**
   * @param aims what the alerts of a rule are for, by its key
   */
  Holding(
      AlertSettings settings,
      Calendars calendars,
      Flaps flaps,
      List<Silence> silences,
      Function<String, Aims> aims) {
    this.aims = aims;
    this.settings = settings;
    this.calendars = calendars;
    this.flaps = flaps;
    this.silences = List.copyOf(silences);
  }

  Flaps flaps() {
    return flaps;
  }

  List<Silence> silences() {
    return silences;
  }

  /** Adds a silence, or puts it in the place of the one with the same name. */
  void silence(Silence added) {
    List<Silence> all = new ArrayList<>(silences);
    all.removeIf(known -> known.id().equals(added.id()));
    all.add(added);
    silences = List.copyOf(all);
  }

  /** Forgets silences that are over. */
  void forget(Instant now) {
    if (silences.stream().anyMatch(silence -> !now.isBefore(silence.until()))) {
      silences = silences.stream().filter(silence -> now.isBefore(silence.until())).toList();
    }
  }

  /** An alert fires from now on, or no longer. */
  void fires(SeriesKey key, String title, boolean fires) {
    List<Inhibition> inhibitions = settings.inhibitions();
    for (int i = 0; i < inhibitions.size(); i++) {
      Inhibition inhibition = inhibitions.get(i);
      if (Inhibition.fits(inhibition.source(), key.threshold(), title)) {
        Map<List<String>, Set<SeriesKey>> firing = sources.computeIfAbsent(i, n -> new HashMap<>());
        List<String> values = inhibition.values(key.labels());
        if (fires) {
          firing.computeIfAbsent(values, v -> new HashSet<>()).add(key);
        } else {
          firing.computeIfPresent(
              values,
              (v, keys) -> {
                keys.remove(key);
                return keys.isEmpty() ? null : keys;
              });
        }
      }
    }
  }

  void commit(List<Transition> steps) {
    for (Transition step : steps) {
      if (step.kind() == Kind.RAISED || step.kind() == Kind.CLEARED) {
        fires(key(step), step.title(), step.kind() == Kind.RAISED);
      }
    }
    flaps.commit(steps);
  }

  /**
   * The step with what stands around it.
   *
   * @param raises how often its alert was raised before in the same batch
   */
  Transition describe(Transition step, Instant now, int raises) {
    Moment moment = calendars.ofHost(step.host()).at(step.at());
    int more = raises + (step.kind() == Kind.RAISED ? 1 : 0);
    String held =
        step.kind() == Kind.CLEARED
            ? ""
            : why(step, moment, now, flaps.flaps(key(step), step.at(), more));
    return step.with(
        new Context(
            moment.kind().word(),
            moment.holiday().orElse(""),
            moment.maintenance(),
            held,
            null,
            step.context().sha256(),
            aims.apply(step.rule())));
  }

  /** Why a step that was held back is not told now either; "" where nothing holds it back. */
  String still(Transition step, Instant now) {
    Moment moment = calendars.ofHost(step.host()).at(now);
    return why(step, moment, now, flaps.flaps(key(step), now, 0));
  }

  private String why(Transition step, Moment moment, Instant now, boolean flapping) {
    if (step.match() != null && step.match().level().equals("informational")) {
      return "informational";
    }
    for (Silence silence : silences) {
      if (silence.isActive(now) && silence.fits(step)) {
        return "silence " + silence.id();
      }
    }
    if (moment.inMaintenance()) {
      return "maintenance " + String.join(", ", moment.maintenance());
    }
    String by = inhibitor(key(step), step.title());
    if (!by.isEmpty()) {
      return "inhibited " + by;
    }
    return flapping ? "flapping" : "";
  }

  static SeriesKey key(Transition step) {
    return new SeriesKey(step.rule(), step.labels());
  }

  private String inhibitor(SeriesKey key, String title) {
    List<Inhibition> inhibitions = settings.inhibitions();
    for (int i = 0; i < inhibitions.size(); i++) {
      Map<List<String>, Set<SeriesKey>> firing = sources.get(i);
      if (firing == null || firing.isEmpty()) {
        continue;
      }
      Inhibition inhibition = inhibitions.get(i);
      if (Inhibition.fits(inhibition.target(), key.threshold(), title)
          && !Inhibition.fits(inhibition.source(), key.threshold(), title)) {
        Set<SeriesKey> by = firing.get(inhibition.values(key.labels()));
        if (by != null && !by.isEmpty()) {
          return by.iterator().next().threshold();
        }
      }
    }
    return "";
  }
}
