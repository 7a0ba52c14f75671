package org.hinomi.collector.alert;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.hinomi.collector.alert.AlertException.Reason;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.collector.detect.SeriesKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people do about alerts. An alert is named by its life ({@link Transition#life}), or by the
 * beginning of that which no other has. Each act is a step in the alert's history, on disk when the
 * method returns. Thread-safe.
 */
public final class AlertActions {
  /** A silence is no way to switch a rule off. */
  public static final Duration LONGEST_SILENCE = Duration.ofDays(366);

  private static final Logger log = LoggerFactory.getLogger(AlertActions.class);

  /** The rest of a name after a dash or blank would never be looked for. */
  private static final String NAME = "[0-9a-f]{1,32}";

  private final AlertDatabase database;
  private final LifeCycle life;
  private final ThresholdAlerts thresholds;
  private final EventAlerts events;
  private final Ending ending;
  private final InstantSource clock;
  private final ReentrantLock lock;

  /** Ends the alert of an event rule, with all that follows from it. */
  interface Ending {
    /**
     * @param also done in the same transaction
     */
    void end(SeriesKey alert, AlertDatabase.Work<@Nullable Void> also) throws IOException;
  }

  AlertActions(
      AlertDatabase database,
      LifeCycle life,
      ThresholdAlerts thresholds,
      EventAlerts events,
      Ending ending,
      InstantSource clock,
      ReentrantLock lock) {
    this.database = database;
    this.life = life;
    this.thresholds = thresholds;
    this.events = events;
    this.ending = ending;
    this.clock = clock;
    this.lock = lock;
  }

  private interface Locked<T> {
    T run(Instant now) throws IOException, AlertException;
  }

  private <T> T locked(Locked<T> work) throws IOException, AlertException {
    lock.lock();
    try {
      return work.run(clock.instant());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Somebody takes an alert that fires. Who took it before does so no longer.
   *
   * @return the step
   */
  public Transition acknowledge(String alert, Act act) throws IOException, AlertException {
    said("by", act.by());
    return locked(
        now -> {
          if (act.until() != null && !act.until().isAfter(now)) {
            throw new AlertException(Reason.ENDS_TOO_EARLY, act.until().toString());
          }
          Transition firing = firing(alert);
          SeriesKey key = Holding.key(firing);
          Acknowledgement acknowledgement = new Acknowledgement(act, now);
          Transition step =
              database.transact(
                  c -> {
                    AcknowledgementTable.put(c, key, acknowledgement);
                    return write(c, firing, Kind.ACKNOWLEDGED, act, now);
                  });
          life.acknowledgements().present().put(key, acknowledgement);
          return done(step);
        });
  }

  /** Takes that back: nobody looks after it any more. */
  public Transition unacknowledge(String alert, String by, String note)
      throws IOException, AlertException {
    said("by", by);
    return locked(
        now -> {
          Transition firing = firing(alert);
          SeriesKey key = Holding.key(firing);
          if (life.acknowledgements().of(key).isEmpty()) {
            throw new AlertException(Reason.NOT_ACKNOWLEDGED, alert);
          }
          Transition step =
              database.transact(
                  c -> {
                    AcknowledgementTable.delete(c, key);
                    return write(c, firing, Kind.UNACKNOWLEDGED, new Act(by, null, note), now);
                  });
          life.acknowledgements().present().remove(key);
          return done(step);
        });
  }

  /**
   * Says that nothing more is to be done about an alert. One of an event rule that still fires
   * ends; one of a threshold ends when its value says so, not before.
   *
   * @param note why; must be said
   */
  public Transition close(String alert, String by, String note) throws IOException, AlertException {
    said("by", by);
    said("note", note);
    Act act = new Act(by, null, note);
    return locked(
        now -> {
          String name = find(alert);
          Optional<SeriesKey> firing = firingKey(name);
          Transition last = newest(name, alert);
          if (firing.isEmpty()) {
            if (Boolean.TRUE.equals(database.transact(c -> TransitionTable.isClosed(c, name)))) {
              throw new AlertException(Reason.ALREADY_CLOSED, alert);
            }
            return done(database.transact(c -> write(c, last, Kind.CLOSED, act, now)));
          }
          Transition present =
              events
                  .firing(firing.get())
                  .orElseThrow(() -> new AlertException(Reason.STILL_FIRING, alert));
          Transition step = step(last, present, Kind.CLOSED, act, now);
          ending.end(
              firing.get(),
              c -> {
                TransitionTable.insert(c, step, Cause.PERSON, now);
                return null;
              });
          return done(step);
        });
  }

  /**
   * Nobody is told of alerts that fit all matchers, for a time.
   *
   * @param from may be past; then it begins now
   */
  public Silence silence(
      List<Matcher> matchers, Instant from, Instant until, String by, String reason)
      throws IOException, AlertException {
    said("by", by);
    said("note", reason);
    if (matchers.stream().allMatch(m -> !m.equal() || m.pattern().replace("*", "").isEmpty())) {
      throw new AlertException(Reason.TOO_MUCH, text(matchers));
    }
    return locked(
        now -> {
          Instant start = from.isBefore(now) ? now : from;
          if (!until.isAfter(start)) {
            throw new AlertException(Reason.ENDS_TOO_EARLY, until.toString());
          }
          if (Duration.between(start, until).compareTo(LONGEST_SILENCE) > 0) {
            throw new AlertException(Reason.TOO_MUCH, until.toString());
          }
          String id = Identities.silence(text(matchers), by, Micros.of(now));
          Silence silence = new Silence(id, matchers, start, until, by, reason, now, "");
          put(silence);
          return silence;
        });
  }

  /** Ends a silence early. What it held back is told then. */
  public Silence endSilence(String id, String by) throws IOException, AlertException {
    said("by", by);
    return locked(
        now -> {
          Silence silence =
              life.holding().silences().stream()
                  .filter(s -> s.id().equals(id) && now.isBefore(s.until()))
                  .findFirst()
                  .orElseThrow(() -> new AlertException(Reason.NO_SILENCE, id));
          Silence ended = silence.endedAt(now, by);
          put(ended);
          return ended;
        });
  }

  private void put(Silence silence) throws IOException {
    database.transact(
        c -> {
          SilenceTable.put(c, silence);
          return null;
        });
    life.holding().silence(silence);
    log.atInfo()
        .addKeyValue("silence", silence.id())
        .addKeyValue("matchers", text(silence.matchers()))
        .addKeyValue("until", silence.until())
        .addKeyValue("by", silence.endedBy().isEmpty() ? silence.by() : silence.endedBy())
        .log("A silence was set.");
  }

  /** Who looks after an alert; empty where nobody does. */
  public Optional<Acknowledgement> acknowledgement(Transition step) {
    lock.lock();
    try {
      return life.acknowledgements().of(Holding.key(step));
    } finally {
      lock.unlock();
    }
  }

  private static String text(List<Matcher> matchers) {
    return matchers.stream().map(Matcher::toString).collect(Collectors.joining(", "));
  }

  private static void said(String what, String text) throws AlertException {
    if (text.isBlank()) {
      throw new AlertException(Reason.UNSAID, what);
    }
  }

  /** The latest step of an alert that fires, as it is now. */
  private Transition firing(String alert) throws IOException, AlertException {
    String name = find(alert);
    SeriesKey key = firingKey(name).orElseThrow(() -> new AlertException(Reason.NOT_FIRING, alert));
    Transition present = thresholds.firing(key).or(() -> events.firing(key)).orElseThrow();
    return withPosition(newest(name, alert), present);
  }

  private static Transition withPosition(Transition last, Transition present) {
    // A threshold's state does not know its record; its latest step does.
    Transition known = present.position() > 0 ? present : last;
    return known.with(Context.aimed(last.context().aims()));
  }

  private Optional<SeriesKey> firingKey(String name) {
    return thresholds
        .firing()
        .filter(key -> thresholds.firing(key).filter(t -> t.life().equals(name)).isPresent())
        .findFirst()
        .or(
            () ->
                events.firing().stream()
                    .filter(
                        key -> events.firing(key).filter(t -> t.life().equals(name)).isPresent())
                    .findFirst());
  }

  private String find(String alert) throws IOException, AlertException {
    String prefix = alert.toLowerCase(Locale.ROOT);
    List<String> found =
        prefix.matches(NAME) ? database.transact(c -> TransitionTable.lives(c, prefix)) : List.of();
    if (found.isEmpty()) {
      throw new AlertException(Reason.NO_ALERT, alert);
    }
    if (found.size() > 1) {
      throw new AlertException(Reason.SEVERAL_ALERTS, alert);
    }
    return found.getFirst();
  }

  private Transition newest(String name, String alert) throws IOException, AlertException {
    return database
        .transact(c -> TransitionTable.newest(c, name))
        .orElseThrow(() -> new AlertException(Reason.NO_ALERT, alert));
  }

  private static Transition step(
      Transition last, Transition present, Kind kind, Act act, Instant now) {
    return withPosition(last, present)
        .act(Identities.act(last, kind, Micros.of(now)), kind, act, now);
  }

  private static Transition write(
      Connection connection, Transition about, Kind kind, Act act, Instant now)
      throws SQLException {
    Transition step = about.act(Identities.act(about, kind, Micros.of(now)), kind, act, now);
    TransitionTable.insert(connection, step, Cause.PERSON, now);
    return step;
  }

  private static Transition done(Transition step) {
    log.atInfo()
        .addKeyValue("kind", step.kind())
        .addKeyValue("rule", step.title())
        .addKeyValue("labels", step.labels())
        .addKeyValue("by", step.act() == null ? "" : step.act().by())
        .log("Somebody did something about an alert.");
    return step;
  }
}
