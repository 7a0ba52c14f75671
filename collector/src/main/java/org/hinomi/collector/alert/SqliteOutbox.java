package org.hinomi.collector.alert;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.hinomi.collector.detect.SeriesKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outbox in the alerts' own database, so that a step and its notifications are one commit. */
final class SqliteOutbox implements Outbox {
  private static final Logger log = LoggerFactory.getLogger(SqliteOutbox.class);

  private static final String SELECT =
      "SELECT n.number, n.not_before, n.attempts, n.queued, n.transition_id, n.message, "
          + TransitionTable.COLUMNS;

  /**
   * The earliest of those that are the first of their alert: a later step must not overtake the one
   * before it.
   */
  private static final String PEEK =
      SELECT
          + " FROM notification n LEFT JOIN transition t ON t.id = n.transition_id"
          + " WHERE n.destination = ? AND n.state = 'queued' AND NOT EXISTS ("
          + "   SELECT 1 FROM notification e WHERE e.destination = n.destination"
          + "   AND e.state = 'queued' AND e.alert = n.alert AND e.number < n.number)"
          + " ORDER BY n.not_before, n.number LIMIT 1";

  private final AlertDatabase database;
  private final List<String> steps;
  private final List<String> destinations;
  private final Map<String, AtomicLong> depths = new HashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  SqliteOutbox(AlertDatabase database, Queues queues, Instant now) throws IOException {
    this.database = database;
    this.steps = queues.steps();
    this.destinations = queues.all();
    if (Set.copyOf(this.destinations).size() != this.destinations.size()) {
      throw new IllegalArgumentException(
          "destinations: " + this.destinations + " (expected: names unlike each other)");
    }
    this.destinations.forEach(d -> depths.put(d, new AtomicLong()));
    database.transact(
        c -> {
          restore(c, now);
          return null;
        });
  }

  private void restore(Connection connection, Instant now) throws SQLException {
    Set<String> gone = new HashSet<>();
    try (PreparedStatement count =
            connection.prepareStatement(
                "SELECT destination, count(*) FROM notification WHERE state = 'queued'"
                    + " GROUP BY destination");
        ResultSet row = count.executeQuery()) {
      while (row.next()) {
        AtomicLong depth = depths.get(row.getString(1));
        if (depth != null) {
          depth.set(row.getLong(2));
        } else {
          gone.add(row.getString(1));
        }
      }
    }
    for (String destination : gone) {
      try (PreparedStatement end =
          connection.prepareStatement(
              "UPDATE notification SET state = 'rejected', reason = 'destination removed from the"
                  + " settings', ended = ? WHERE destination = ? AND state = 'queued'")) {
        end.setLong(1, Micros.of(now));
        end.setString(2, destination);
        int count = end.executeUpdate();
        log.atWarn()
            .addKeyValue("destination", destination)
            .addKeyValue("notifications", count)
            .log("Queued notifications are given up: the settings no longer have the destination.");
      }
    }
  }

  /** Queues a transition for all that get each, as part of the caller's transaction. */
  void enqueue(Connection connection, String transition, SeriesKey series, Instant now)
      throws SQLException {
    enqueue(connection, transition, series, steps, now);
  }

  /** Those that get each step, but one. */
  List<String> steps(String except) {
    return steps.stream().filter(destination -> !destination.equals(except)).toList();
  }

  void enqueue(
      Connection connection, String transition, SeriesKey series, List<String> to, Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO notification (transition_id, destination, alert, state, queued,"
                + " not_before, attempts) VALUES (?, ?, ?, 'queued', ?, ?, 0)")) {
      String alert = Identities.alert(series.threshold(), series.labels());
      for (String destination : to) {
        insert.setString(1, transition);
        insert.setString(2, destination);
        insert.setString(3, alert);
        insert.setLong(4, Micros.of(now));
        insert.setLong(5, Micros.of(now));
        insert.executeUpdate();
      }
    }
  }

  /** After the transaction: {@code count} transitions were queued for all that get each. */
  void queued(int count) {
    if (count > 0) {
      steps.forEach(destination -> changed(destination, count));
      wake();
    }
  }

  /** After a transaction: so many more wait for the destination; fewer where negative. */
  void changed(String destination, long count) {
    AtomicLong depth = depths.get(destination);
    if (depth != null) {
      depth.addAndGet(count);
    }
  }

  /** Tells the listeners that something was queued. */
  void wake() {
    listeners.forEach(Runnable::run);
  }

  @Override
  public List<String> destinations() {
    return destinations;
  }

  @Override
  public Optional<Queued> peek(String destination) throws IOException {
    return database.transact(
        c -> {
          try (PreparedStatement query = c.prepareStatement(PEEK)) {
            query.setString(1, destination);
            try (ResultSet row = query.executeQuery()) {
              return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
          }
        });
  }

  /** The steps that wait for a destination, the oldest first. */
  List<Queued> waiting(Connection connection, String destination, int limit) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            SELECT
                + " FROM (SELECT * FROM notification WHERE destination = ? AND state = 'queued'"
                + " ORDER BY not_before, number LIMIT ?) n"
                + " LEFT JOIN transition t ON t.id = n.transition_id"
                + " ORDER BY n.not_before, n.number")) {
      query.setString(1, destination);
      query.setInt(2, limit);
      List<Queued> found = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(read(row));
        }
      }
      return found;
    }
  }

  private static Queued read(ResultSet row) throws SQLException {
    String message = row.getString(6);
    return new Queued(
        row.getLong(1),
        message == null
            ? new Step(TransitionTable.read(row, 7))
            : new Message(row.getString(5), message),
        Micros.instant(row.getLong(2)),
        row.getInt(3),
        Micros.instant(row.getLong(4)));
  }

  @Override
  public void delivered(Queued queued, Instant at) throws IOException {
    end(queued, "delivered", null, at);
  }

  @Override
  public void rejected(Queued queued, Instant at, String reason) throws IOException {
    end(queued, "rejected", reason, at);
  }

  private void end(Queued queued, String state, @Nullable String reason, Instant at)
      throws IOException {
    Optional<String> destination =
        database.transact(
            c -> {
              try (PreparedStatement update =
                  c.prepareStatement(
                      "UPDATE notification SET state = ?, reason = ?, ended = ?,"
                          + " attempts = attempts + 1 WHERE number = ? AND state = 'queued'"
                          + " RETURNING destination")) {
                update.setString(1, state);
                update.setString(2, reason);
                update.setLong(3, Micros.of(at));
                update.setLong(4, queued.number());
                try (ResultSet row = update.executeQuery()) {
                  return row.next() ? Optional.of(row.getString(1)) : Optional.<String>empty();
                }
              }
            });
    destination.map(depths::get).ifPresent(AtomicLong::decrementAndGet);
  }

  @Override
  public void retry(Queued queued, Instant notBefore, String reason) throws IOException {
    database.transact(
        c -> {
          try (PreparedStatement update =
              c.prepareStatement(
                  "UPDATE notification SET not_before = ?, attempts = attempts + 1, reason = ?"
                      + " WHERE number = ?")) {
            update.setLong(1, Micros.of(notBefore));
            update.setString(2, reason);
            update.setLong(3, queued.number());
            return update.executeUpdate();
          }
        });
  }

  @Override
  public long depth(String destination) {
    AtomicLong depth = depths.get(destination);
    return depth == null ? 0 : depth.get();
  }

  @Override
  public void onQueued(Runnable listener) {
    listeners.add(listener);
  }
}
