package org.hinomi.collector.alert;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.collector.alert.Transition.Severity;
import org.hinomi.collector.detect.SeriesKey;

/**
 * Who looks after which alert. An acknowledgement ends when its time is over, when the alert
 * clears, and when it becomes worse: that is news to who took it. For one thread.
 */
final class Acknowledgements {
  private final Map<SeriesKey, Acknowledgement> present;

  Acknowledgements(Map<SeriesKey, Acknowledgement> present) {
    this.present = new HashMap<>(present);
  }

  Optional<Acknowledgement> of(SeriesKey key) {
    return Optional.ofNullable(present.get(key));
  }

  Map<SeriesKey, Acknowledgement> present() {
    return present;
  }

  private boolean ends(Transition step) {
    return step.kind() == Kind.CLEARED
        || (step.kind() == Kind.CHANGED && step.severity() == Severity.CRITICAL);
  }

  /** Writes what steps end. */
  void write(Connection connection, List<Transition> steps, Instant now) throws SQLException {
    if (present.isEmpty()) {
      return;
    }
    for (Transition step : steps) {
      SeriesKey key = Holding.key(step);
      Acknowledgement acknowledgement = present.get(key);
      if (acknowledgement == null || !ends(step)) {
        continue;
      }
      AcknowledgementTable.delete(connection, key);
      if (step.kind() == Kind.CHANGED) {
        Transition end =
            step.act(
                Identities.act(step, Kind.UNACKNOWLEDGED, Micros.of(now)),
                Kind.UNACKNOWLEDGED,
                acknowledgement.act(),
                now);
        TransitionTable.insert(connection, end, Cause.WORSE, now);
      }
    }
  }

  /** Makes it so. */
  void commit(List<Transition> steps) {
    for (Transition step : steps) {
      if (ends(step)) {
        present.remove(Holding.key(step));
      }
    }
  }
}
