package org.hinomi.collector.alert;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.hinomi.collector.detect.SeriesKey;

/** Writes what follows from a batch, and keeps what the destinations know. For one thread. */
final class Steps {
  private final SqliteOutbox outbox;
  private final LifeCycle life;
  private final Map<SeriesKey, Telling> tellings;

  /** Steps that something holds back, by their alerts. */
  private final Map<SeriesKey, Transition> held = new HashMap<>();

  /** Marks in the alert's row that what was held back has been told. */
  interface Mark {
    void told(Connection connection, SeriesKey key) throws SQLException;
  }

  /**
   * @param tellings what the destinations know of the alerts that fire
   */
  Steps(
      AlertDatabase database, SqliteOutbox outbox, LifeCycle life, Map<SeriesKey, Telling> tellings)
      throws IOException {
    this.outbox = outbox;
    this.life = life;
    this.tellings = new HashMap<>(tellings);
    database.transact(
        c -> {
          for (Map.Entry<SeriesKey, Telling> entry : tellings.entrySet()) {
            String untold = entry.getValue().untold();
            if (entry.getValue().held() && untold != null) {
              TransitionTable.find(c, untold).ifPresent(step -> held.put(entry.getKey(), step));
            }
          }
          return null;
        });
  }

  Map<SeriesKey, Telling> tellings() {
    return tellings;
  }

  /**
   * @return how many transitions were queued
   */
  int write(
      Connection connection,
      Consequences consequences,
      Function<Transition, Cause> cause,
      Instant now)
      throws SQLException {
    Set<String> repeated = new HashSet<>();
    for (Transition transition : consequences.transitions()) {
      Transition ranked = life.ranking().rank(connection, transition);
      if (!TransitionTable.insert(connection, ranked, cause.apply(transition), now)) {
        repeated.add(transition.id());
      }
    }
    int told = 0;
    for (Consequences.ToTell toTell : consequences.toTell()) {
      if (!repeated.contains(toTell.id())) {
        outbox.enqueue(connection, toTell.id(), toTell.series(), now);
        told++;
      }
    }
    life.acknowledgements().write(connection, consequences.transitions(), now);
    return told;
  }

  /**
   * Queues what was held back and is no longer.
   *
   * @param released gets the alerts
   * @return how many transitions were queued
   */
  int release(Connection connection, Mark mark, Set<SeriesKey> released, Instant now)
      throws SQLException {
    for (Map.Entry<SeriesKey, Transition> entry : held.entrySet()) {
      if (life.holding().still(entry.getValue(), now).isEmpty()) {
        outbox.enqueue(connection, entry.getValue().id(), entry.getKey(), now);
        mark.told(connection, entry.getKey());
        released.add(entry.getKey());
      }
    }
    return released.size();
  }

  /** Makes a release so. */
  void released(Set<SeriesKey> keys) {
    for (SeriesKey key : keys) {
      held.remove(key);
      tellings.put(key, Telling.DONE);
    }
  }

  /** Whether something is held back. */
  boolean holds() {
    return !held.isEmpty();
  }

  /**
   * Writes the end of an alert at which nothing looks any more, and tells it where it was told.
   *
   * @return how many transitions were queued
   */
  int remove(Connection connection, Transition end, SeriesKey alert, Cause cause, Instant now)
      throws SQLException {
    TransitionTable.insert(connection, end, cause, now);
    AcknowledgementTable.delete(connection, alert);
    held.remove(alert);
    Telling told = tellings.remove(alert);
    if (told == null || !told.told()) {
      return 0;
    }
    outbox.enqueue(connection, end.id(), alert, now);
    return 1;
  }

  /** Makes it so. */
  void commit(Consequences consequences) {
    life.commit(consequences.transitions());
    for (Transition step : consequences.transitions()) {
      held.remove(Holding.key(step));
      if (!step.context().held().isEmpty()) {
        held.put(Holding.key(step), step);
      }
    }
    consequences
        .tellings()
        .forEach(
            (key, telling) -> {
              if (telling.equals(Telling.NOTHING)) {
                tellings.remove(key);
              } else {
                tellings.put(key, telling);
              }
              if (!telling.held()) {
                held.remove(key);
              }
            });
    held.putAll(consequences.held());
  }
}
