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
import java.util.Set;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.collector.detect.EventDetection;
import org.hinomi.collector.detect.EventDraft;
import org.hinomi.collector.detect.EventRules;
import org.hinomi.collector.detect.MatchState;
import org.hinomi.collector.detect.SeriesKey;
import org.hinomi.collector.detect.Severity;
import org.hinomi.core.sigma.CorrelationEngine;

/**
 * The alerts of event rules: their states, and what correlation rules remember, in the database.
 * For one thread.
 */
final class EventAlerts {
  private final AlertDatabase database;
  private final LifeCycle life;
  private final EventDetection detection;
  private final Steps steps;
  private boolean stale;

  /**
   * Closes the alerts whose rules are gone.
   *
   * @param next position of the next record
   */
  EventAlerts(
      AlertDatabase database,
      EventRules rules,
      SqliteOutbox outbox,
      LifeCycle life,
      long next,
      Instant now)
      throws IOException {
    this.database = database;
    this.life = life;
    steps = new Steps(database, outbox, life, database.transact(EventAlertTable::tellings));
    Map<SeriesKey, MatchState> states = database.transact(EventAlertTable::states);
    List<SeriesKey> gone =
        states.keySet().stream().filter(key -> !rules.covers(key.threshold())).toList();
    int told =
        database.transact(
            c -> {
              int count = 0;
              for (SeriesKey key : gone) {
                EventAlertTable.delete(c, key);
                MatchState state = requireNonNull(states.get(key));
                Transition end = removal(key, state, next, now);
                count += steps.remove(c, end, key, Cause.RULE_REMOVED, now);
              }
              return count;
            });
    gone.forEach(states::remove);
    outbox.queued(told);
    detection = new EventDetection(rules, states);
    states.forEach((key, state) -> life.holding().fires(key, state.title(), true));
    restore();
  }

  private void restore() throws IOException {
    CorrelationEngine correlations = detection.correlations();
    database.transact(
        c -> {
          CorrelationTable.load(c, correlations);
          return null;
        });
  }

  private static Transition removal(SeriesKey key, MatchState state, long next, Instant now) {
    return new Transition(
        Identities.removal(key.threshold(), key.labels(), state.sinceMicros()),
        Kind.CLEARED,
        key.threshold(),
        key.labels(),
        Consequences.severity(state.severity()),
        "",
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Micros.instant(state.sinceMicros()),
        now,
        next - 1,
        Consequences.match(state));
  }

  EventDraft draft() throws IOException {
    if (stale) {
      restore();
      stale = false;
    }
    return detection.draft();
  }

  CorrelationEngine correlations() {
    return detection.correlations();
  }

  Consequences consequences(EventDraft draft, Instant now) {
    return Consequences.of(draft, steps.tellings(), life.holding(), now);
  }

  Steps steps() {
    return steps;
  }

  /** An alert that fires, as its latest step would say. */
  Optional<Transition> firing(SeriesKey key) {
    return Optional.ofNullable(detection.states().get(key)).map(state -> now(key, state));
  }

  /** The alerts that fire, with their states. */
  Set<Map.Entry<SeriesKey, MatchState>> states() {
    return detection.states().entrySet();
  }

  /** The alerts that fire. */
  Set<SeriesKey> firing() {
    return detection.states().keySet();
  }

  private static Transition now(SeriesKey key, MatchState state) {
    return new Transition(
        "",
        Kind.RAISED,
        key.threshold(),
        key.labels(),
        Consequences.severity(state.severity()),
        "",
        OptionalDouble.of(state.count()),
        OptionalDouble.empty(),
        Micros.instant(state.sinceMicros()),
        Micros.instant(state.timeMicros()),
        state.newest().position(),
        Consequences.match(state));
  }

  /**
   * @return how many transitions were queued
   */
  int write(
      Connection connection,
      EventDraft draft,
      List<CorrelationEngine.GroupState> groups,
      Consequences consequences,
      Instant now)
      throws SQLException {
    for (SeriesKey key : draft.over()) {
      EventAlertTable.delete(connection, key);
    }
    try (PreparedStatement upsert = EventAlertTable.upsert(connection)) {
      for (Map.Entry<SeriesKey, MatchState> alert : draft.touched().entrySet()) {
        EventAlertTable.put(
            upsert, alert.getKey(), alert.getValue(), consequences.telling(alert.getKey()));
      }
    }
    CorrelationTable.write(connection, groups, detection.correlations().newest());
    return steps.write(
        connection,
        consequences,
        step ->
            step.kind() != Kind.CLEARED
                ? Cause.EVENT
                : draft.isClosed(Holding.key(step)) ? Cause.PERSON : Cause.QUIET,
        now);
  }

  void commit(EventDraft draft, Consequences consequences) {
    draft.commit();
    steps.commit(consequences);
  }

  /** What correlation rules have seen since the last commit is taken back at the next draft. */
  void rollBack() {
    stale = true;
  }

  long firing(Severity severity) {
    return detection.states().values().stream()
        .filter(state -> state.severity() == severity)
        .count();
  }
}
