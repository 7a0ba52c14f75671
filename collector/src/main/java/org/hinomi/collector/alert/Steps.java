package org.hinomi.collector.alert;

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
  private final Map<SeriesKey, Telling> tellings;

  /**
   * @param tellings what the destinations know of the alerts that fire
   */
  Steps(SqliteOutbox outbox, Map<SeriesKey, Telling> tellings) {
    this.outbox = outbox;
    this.tellings = new HashMap<>(tellings);
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
      if (!TransitionTable.insert(connection, transition, cause.apply(transition), now)) {
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
    return told;
  }

  /**
   * Writes the end of an alert at which nothing looks any more, and tells it where it was told.
   *
   * @return how many transitions were queued
   */
  int remove(Connection connection, Transition end, SeriesKey alert, Cause cause, Instant now)
      throws SQLException {
    TransitionTable.insert(connection, end, cause, now);
    Telling told = tellings.remove(alert);
    if (told == null || !told.told()) {
      return 0;
    }
    outbox.enqueue(connection, end.id(), alert, now);
    return 1;
  }

  /** Makes it so. */
  void commit(Consequences consequences) {
    consequences
        .tellings()
        .forEach(
            (key, telling) -> {
              if (telling.equals(Telling.NOTHING)) {
                tellings.remove(key);
              } else {
                tellings.put(key, telling);
              }
            });
  }
}
