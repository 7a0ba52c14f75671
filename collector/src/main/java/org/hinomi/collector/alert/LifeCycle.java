package org.hinomi.collector.alert;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.hinomi.collector.calendar.Calendars;
import org.hinomi.core.sigma.Aims;

/**
 * What goes on around alerts between being raised and being over: what holds them back, who looks
 * after them, where to look first. For one thread: the lock of {@link AlertStore}.
 */
final class LifeCycle {
  private final AlertSettings settings;
  private final Calendars calendars;
  private final Holding holding;
  private final Acknowledgements acknowledgements;
  private final Ranking ranking;

  private LifeCycle(
      AlertSettings settings,
      Calendars calendars,
      Holding holding,
      Acknowledgements acknowledgements) {
    this.settings = settings;
    this.calendars = calendars;
    this.holding = holding;
    this.acknowledgements = acknowledgements;
    this.ranking = new Ranking(settings);
  }

  /** Goes on from what the database holds. */
  static LifeCycle open(
      AlertDatabase database,
      AlertSettings settings,
      Calendars calendars,
      Function<String, Aims> aims,
      Instant now)
      throws IOException {
    requireNonNull(settings, "settings");
    return database.transact(
        c -> {
          Flaps flaps = new Flaps(settings.flapping());
          TransitionTable.raises(c, now.minus(settings.flapping().within()), flaps::raised);
          return new LifeCycle(
              settings,
              calendars,
              new Holding(settings, calendars, flaps, SilenceTable.present(c, now), aims),
              new Acknowledgements(AcknowledgementTable.all(c)));
        });
  }

  AlertSettings settings() {
    return settings;
  }

  Calendars calendars() {
    return calendars;
  }

  Holding holding() {
    return holding;
  }

  Acknowledgements acknowledgements() {
    return acknowledgements;
  }

  Ranking ranking() {
    return ranking;
  }

  void commit(List<Transition> steps) {
    holding.commit(steps);
    acknowledgements.commit(steps);
  }
}
