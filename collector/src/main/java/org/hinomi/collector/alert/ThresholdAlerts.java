package org.hinomi.collector.alert;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.collector.detect.Derivations;
import org.hinomi.collector.detect.Detection;
import org.hinomi.collector.detect.Draft;
import org.hinomi.collector.detect.SeriesKey;
import org.hinomi.collector.detect.SeriesState;
import org.hinomi.collector.detect.Severity;
import org.hinomi.collector.detect.ThresholdSet;

/** The alerts of thresholds: their states in the database. For one thread. */
final class ThresholdAlerts {
  private final ThresholdSet thresholds;
  private final LifeCycle life;
  private final Detection detection;
  private final Steps steps;

  /**
   * Closes the alerts at which no threshold looks any more.
   *
   * @param next position of the next record
   */
  ThresholdAlerts(
      AlertDatabase database,
      ThresholdSet thresholds,
      SqliteOutbox outbox,
      LifeCycle life,
      long next,
      Instant now)
      throws IOException {
    this.life = life;
    this.thresholds = requireNonNull(thresholds, "thresholds");
    steps = new Steps(database, outbox, life, database.transact(SeriesTable::tellings));
    Map<SeriesKey, SeriesState> states = database.transact(SeriesTable::states);
    List<SeriesKey> gone = states.keySet().stream().filter(k -> !thresholds.covers(k)).toList();
    int told =
        database.transact(
            c -> {
              int count = 0;
              for (SeriesKey key : gone) {
                SeriesTable.delete(c, key);
                SeriesState state = requireNonNull(states.get(key));
                if (state.severity().isPresent()) {
                  Transition end = removal(key, state, next, now);
                  count += steps.remove(c, end, key, Cause.THRESHOLD_REMOVED, now);
                }
              }
              return count;
            });
    gone.forEach(states::remove);
    gone.forEach(steps.tellings()::remove);
    outbox.queued(told);
    Derivations derivations = new Derivations(life.calendars());
    database.transact(
        c -> {
          DerivedTable.load(c, derivations);
          return null;
        });
    detection = new Detection(thresholds, states, derivations);
    states.forEach(
        (key, state) -> {
          if (state.severity().isPresent()) {
            life.holding().fires(key, key.threshold(), true);
          }
        });
  }

  private Transition removal(SeriesKey key, SeriesState state, long next, Instant now) {
    return new Transition(
        Identities.removal(key.threshold(), key.labels(), state.sinceMicros()),
        Kind.CLEARED,
        key.threshold(),
        key.labels(),
        Consequences.severity(state.severity().orElseThrow()),
        thresholds.metricOf(key.threshold()),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Micros.instant(state.sinceMicros()),
        now,
        next - 1);
  }

  ThresholdSet thresholds() {
    return thresholds;
  }

  Derivations derivations() {
    return detection.derivations();
  }

  Draft draft() {
    return detection.draft();
  }

  Consequences consequences(Draft draft, Instant now) {
    return Consequences.of(draft, steps.tellings(), life.holding(), now);
  }

  Steps steps() {
    return steps;
  }

  /** An alert that fires, as its latest step would say. */
  Optional<Transition> firing(SeriesKey key) {
    return Optional.ofNullable(detection.states().get(key))
        .filter(state -> state.severity().isPresent())
        .map(state -> now(key, state));
  }

  /** The alerts that fire. */
  Stream<SeriesKey> firing() {
    return detection.states().entrySet().stream()
        .filter(entry -> entry.getValue().severity().isPresent())
        .map(Map.Entry::getKey);
  }

  private Transition now(SeriesKey key, SeriesState state) {
    return new Transition(
        "",
        Kind.RAISED,
        key.threshold(),
        key.labels(),
        Consequences.severity(state.severity().orElseThrow()),
        thresholds.metricOf(key.threshold()),
        OptionalDouble.of(state.value()),
        OptionalDouble.empty(),
        Micros.instant(state.sinceMicros()),
        Micros.instant(state.timeMicros()),
        0);
  }

  /**
   * @return how many transitions were queued
   */
  int write(Connection connection, Draft draft, Consequences consequences, Instant now)
      throws SQLException {
    try (PreparedStatement upsert = SeriesTable.upsert(connection)) {
      for (Map.Entry<SeriesKey, SeriesState> entry : draft.touched().entrySet()) {
        SeriesKey key = entry.getKey();
        String metric = thresholds.metricOf(key.threshold());
        SeriesTable.put(upsert, key, metric, entry.getValue(), consequences.telling(key));
      }
    }
    return steps.write(connection, consequences, step -> Cause.SAMPLE, now);
  }

  void commit(Draft draft, Consequences consequences) {
    draft.commit();
    steps.commit(consequences);
  }

  long firing(Severity severity) {
    return detection.states().values().stream()
        .filter(state -> state.severity().filter(severity::equals).isPresent())
        .count();
  }
}
