package org.hinomi.collector.alert;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hinomi.collector.detect.SeriesKey;

/** The disk of the grouping, in the alerts' own database. */
final class SqliteGrouping implements Grouping {
  private final AlertDatabase database;
  private final SqliteOutbox outbox;

  SqliteGrouping(AlertDatabase database, SqliteOutbox outbox) {
    this.database = database;
    this.outbox = outbox;
  }

  @Override
  public List<Outbox.Queued> waiting(int limit) throws IOException {
    return database.transact(c -> outbox.waiting(c, QUEUE, limit));
  }

  @Override
  public Map<String, String> groups() throws IOException {
    return database.transact(
        c -> {
          Map<String, String> groups = new LinkedHashMap<>();
          try (PreparedStatement query =
                  c.prepareStatement("SELECT name, state FROM notify_group ORDER BY name");
              ResultSet row = query.executeQuery()) {
            while (row.next()) {
              groups.put(row.getString(1), row.getString(2));
            }
          }
          return groups;
        });
  }

  @Override
  public void commit(Change change, Instant now) throws IOException {
    int taken =
        database.transact(
            c -> {
              putGroups(c, change.groups());
              queue(c, change.messages(), now);
              return take(c, change.taken(), now);
            });
    outbox.changed(QUEUE, -taken);
    change.messages().forEach(message -> outbox.changed(message.destination(), 1));
    if (!change.messages().isEmpty()) {
      outbox.wake();
    }
  }

  private static void putGroups(Connection connection, Map<String, Optional<String>> groups)
      throws SQLException {
    try (PreparedStatement put =
            connection.prepareStatement("INSERT OR REPLACE INTO notify_group VALUES (?, ?)");
        PreparedStatement drop =
            connection.prepareStatement("DELETE FROM notify_group WHERE name = ?")) {
      for (Map.Entry<String, Optional<String>> group : groups.entrySet()) {
        PreparedStatement change = group.getValue().isPresent() ? put : drop;
        change.setString(1, group.getKey());
        if (group.getValue().isPresent()) {
          change.setString(2, group.getValue().get());
        }
        change.executeUpdate();
      }
    }
  }

  private static void queue(Connection connection, List<Outgoing> messages, Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO notification (transition_id, destination, alert, state, queued,"
                + " not_before, attempts, message) VALUES (?, ?, ?, 'queued', ?, ?, 0, ?)")) {
      for (Outgoing message : messages) {
        insert.setString(1, message.id());
        insert.setString(2, message.destination());
        insert.setString(3, message.order());
        insert.setLong(4, Micros.of(now));
        insert.setLong(5, Micros.of(now));
        insert.setString(6, message.json());
        insert.executeUpdate();
      }
    }
  }

  private static int take(Connection connection, List<Long> numbers, Instant now)
      throws SQLException {
    try (PreparedStatement take =
        connection.prepareStatement(
            "UPDATE notification SET state = 'delivered', ended = ? WHERE number = ?"
                + " AND state = 'queued'")) {
      int taken = 0;
      for (long number : numbers) {
        take.setLong(1, Micros.of(now));
        take.setLong(2, number);
        taken += take.executeUpdate();
      }
      return taken;
    }
  }

  @Override
  public boolean raise(Transition transition, String except, Instant now) throws IOException {
    boolean added =
        database.transact(
            c -> {
              if (!TransitionTable.insert(c, transition, Cause.CHANNEL, now)) {
                return false;
              }
              SeriesKey alert = new SeriesKey(transition.rule(), transition.labels());
              outbox.enqueue(c, transition.id(), alert, outbox.steps(except), now);
              return true;
            });
    if (added) {
      outbox.steps(except).forEach(destination -> outbox.changed(destination, 1));
      outbox.wake();
    }
    return added;
  }
}
