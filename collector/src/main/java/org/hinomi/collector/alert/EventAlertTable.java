package org.hinomi.collector.alert;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.hinomi.collector.detect.Evidence;
import org.hinomi.collector.detect.MatchState;
import org.hinomi.collector.detect.SeriesKey;
import org.hinomi.core.sigma.Level;

/** The alerts of event rules that fire, in and out of their table. */
final class EventAlertTable {

  /** What {@link #state} and {@link #key} want. */
  static final String COLUMNS =
      "rule, labels, title, level, since, time, received, count, newest, told, untold, held";

  private EventAlertTable() {}

  static Map<SeriesKey, MatchState> states(Connection connection) throws SQLException {
    Map<SeriesKey, MatchState> states = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + COLUMNS + " FROM event_alert")) {
      while (row.next()) {
        states.put(key(row), state(row));
      }
    }
    return states;
  }

  static Map<SeriesKey, Telling> tellings(Connection connection) throws SQLException {
    Map<SeriesKey, Telling> tellings = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT " + COLUMNS + " FROM event_alert WHERE told OR untold IS NOT NULL")) {
      while (row.next()) {
        tellings.put(
            key(row), new Telling(row.getBoolean(10), row.getString(11), row.getBoolean(12)));
      }
    }
    return tellings;
  }

  static SeriesKey key(ResultSet row) throws SQLException {
    return SeriesTable.key(row.getString(1), row.getString(2));
  }

  static MatchState state(ResultSet row) throws SQLException {
    return new MatchState(
        row.getString(3),
        Level.valueOf(row.getString(4).toUpperCase(Locale.ROOT)),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8),
        requireNonNull(Stored.read(row.getString(9), Evidence.class)));
  }

  static PreparedStatement upsert(Connection connection) throws SQLException {
    return connection.prepareStatement(
        "INSERT OR REPLACE INTO event_alert ("
            + COLUMNS
            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  }

  static void put(PreparedStatement upsert, SeriesKey key, MatchState state, Telling telling)
      throws SQLException {
    upsert.setString(1, key.threshold());
    upsert.setString(2, Labels.write(key.labels()));
    upsert.setString(3, state.title());
    upsert.setString(4, state.level().word());
    upsert.setLong(5, state.sinceMicros());
    upsert.setLong(6, state.timeMicros());
    upsert.setLong(7, state.receivedMicros());
    upsert.setLong(8, state.count());
    upsert.setString(9, Stored.write(state.newest()));
    upsert.setBoolean(10, telling.told());
    upsert.setString(11, telling.untold());
    upsert.setBoolean(12, telling.held());
    upsert.executeUpdate();
  }

  /** What was held back has been told. */
  static void told(Connection connection, SeriesKey key) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE event_alert SET told = 1, untold = NULL, held = 0"
                + " WHERE rule = ? AND labels = ?")) {
      update.setString(1, key.threshold());
      update.setString(2, Labels.write(key.labels()));
      update.executeUpdate();
    }
  }

  static void delete(Connection connection, SeriesKey key) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM event_alert WHERE rule = ? AND labels = ?")) {
      delete.setString(1, key.threshold());
      delete.setString(2, Labels.write(key.labels()));
      delete.executeUpdate();
    }
  }
}
