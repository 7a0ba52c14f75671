package org.hinomi.collector.alert;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.collector.detect.SeriesKey;

/** What time alone does to alerts: silences end, acknowledgements expire. For one thread. */
final class Upkeep {
  private final AlertDatabase database;
  private final SqliteOutbox outbox;
  private final LifeCycle life;
  private final ThresholdAlerts thresholds;
  private final EventAlerts events;

  Upkeep(
      AlertDatabase database,
      SqliteOutbox outbox,
      LifeCycle life,
      ThresholdAlerts thresholds,
      EventAlerts events) {
    this.database = database;
    this.outbox = outbox;
    this.life = life;
    this.thresholds = thresholds;
    this.events = events;
  }

  void run(Instant now) throws IOException {
    Map<SeriesKey, Acknowledgement> expired = new HashMap<>();
    life.acknowledgements()
        .present()
        .forEach(
            (key, acknowledgement) -> {
              if (acknowledgement.isOver(now)) {
                expired.put(key, acknowledgement);
              }
            });
    life.holding().forget(now);
    if (expired.isEmpty() && !thresholds.steps().holds() && !events.steps().holds()) {
      return;
    }
    Set<SeriesKey> ofSamples = new HashSet<>();
    Set<SeriesKey> ofEvents = new HashSet<>();
    int told =
        database.transact(
            c -> {
              int count = thresholds.steps().release(c, SeriesTable::told, ofSamples, now);
              count += events.steps().release(c, EventAlertTable::told, ofEvents, now);
              for (Map.Entry<SeriesKey, Acknowledgement> entry : expired.entrySet()) {
                count += expire(c, entry.getKey(), entry.getValue(), now);
              }
              return count;
            });
    thresholds.steps().released(ofSamples);
    events.steps().released(ofEvents);
    expired.keySet().forEach(life.acknowledgements().present()::remove);
    outbox.queued(told);
  }

  /**
   * Nobody looks after the alert any more: its latest step is told again.
   *
   * @return how many transitions were queued
   */
  private int expire(
      Connection connection, SeriesKey key, Acknowledgement acknowledgement, Instant now)
      throws SQLException {
    AcknowledgementTable.delete(connection, key);
    Optional<Transition> present = thresholds.firing(key).or(() -> events.firing(key));
    if (present.isEmpty()) {
      return 0;
    }
    Optional<Transition> last = TransitionTable.newest(connection, present.get().life());
    if (last.isEmpty()) {
      return 0;
    }
    String id = Identities.act(last.get(), Kind.UNACKNOWLEDGED, Micros.of(now));
    Transition step = last.get().act(id, Kind.UNACKNOWLEDGED, acknowledgement.act(), now);
    TransitionTable.insert(connection, step, Cause.EXPIRED, now);
    if (!life.holding().still(last.get(), now).isEmpty()) {
      return 0;
    }
    outbox.enqueue(connection, last.get().id(), key, now);
    return 1;
  }
}
