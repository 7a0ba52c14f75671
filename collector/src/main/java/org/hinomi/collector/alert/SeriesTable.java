package org.hinomi.collector.alert;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.hinomi.collector.detect.Latch;
import org.hinomi.collector.detect.SeriesKey;
import org.hinomi.collector.detect.SeriesState;

/** States of series in and out of their table. */
final class SeriesTable {
  private static final Latch.Phase[] PHASES = Latch.Phase.values();

  private SeriesTable() {}

  /** All series with their states. */
  static Map<SeriesKey, SeriesState> states(Connection connection) throws SQLException {
    Map<SeriesKey, SeriesState> states = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT rule, labels, time, received, value, warning, warning_since,"
                    + " warning_inside, critical, critical_since, critical_inside, since"
                    + " FROM series")) {
      while (row.next()) {
        states.put(
            key(row.getString(1), row.getString(2)),
            new SeriesState(
                row.getLong(3),
                row.getLong(4),
                row.getDouble(5),
                latch(row, 6),
                latch(row, 9),
                row.getLong(12)));
      }
    }
    return states;
  }

  /** What was told of the series whose alerts fire. */
  static Map<SeriesKey, Telling> tellings(Connection connection) throws SQLException {
    Map<SeriesKey, Telling> tellings = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT rule, labels, told, untold, held FROM series"
                    + " WHERE phase > 0 AND (told OR untold IS NOT NULL)")) {
      while (row.next()) {
        tellings.put(
            key(row.getString(1), row.getString(2)),
            new Telling(row.getBoolean(3), row.getString(4), row.getBoolean(5)));
      }
    }
    return tellings;
  }

  static void put(
      PreparedStatement upsert, SeriesKey key, String metric, SeriesState state, Telling telling)
      throws SQLException {
    upsert.setString(1, key.threshold());
    upsert.setString(2, Labels.write(key.labels()));
    upsert.setString(3, metric);
    upsert.setLong(4, state.timeMicros());
    upsert.setLong(5, state.receivedMicros());
    upsert.setDouble(6, state.value());
    set(upsert, 7, state.warning());
    set(upsert, 10, state.critical());
    upsert.setLong(13, state.sinceMicros());
    upsert.setInt(14, state.phase().ordinal());
    upsert.setBoolean(15, telling.told());
    upsert.setString(16, telling.untold());
    upsert.setBoolean(17, telling.held());
    upsert.executeUpdate();
  }

  static PreparedStatement upsert(Connection connection) throws SQLException {
    return connection.prepareStatement(
        "INSERT OR REPLACE INTO series (rule, labels, metric, time, received, value, warning,"
            + " warning_since, warning_inside, critical, critical_since, critical_inside, since,"
            + " phase, told, untold, held)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  }

  /** What was held back has been told. */
  static void told(Connection connection, SeriesKey key) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE series SET told = 1, untold = NULL, held = 0 WHERE rule = ? AND labels = ?")) {
      update.setString(1, key.threshold());
      update.setString(2, Labels.write(key.labels()));
      update.executeUpdate();
    }
  }

  static void delete(Connection connection, SeriesKey key) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM series WHERE rule = ? AND labels = ?")) {
      delete.setString(1, key.threshold());
      delete.setString(2, Labels.write(key.labels()));
      delete.executeUpdate();
    }
  }

  static SeriesKey key(String rule, String labels) {
    return new SeriesKey(rule, new TreeMap<>(Labels.read(labels)));
  }

  private static void set(PreparedStatement statement, int first, Latch latch) throws SQLException {
    statement.setInt(first, latch.phase().ordinal());
    statement.setLong(first + 1, latch.sinceMicros());
    if (latch.insideMicros() == Latch.NOT_INSIDE) {
      statement.setNull(first + 2, Types.INTEGER);
    } else {
      statement.setLong(first + 2, latch.insideMicros());
    }
  }

  /** The latch whose columns start at {@code first}. */
  static Latch latch(ResultSet row, int first) throws SQLException {
    Latch.Phase phase = PHASES[row.getInt(first)];
    long since = row.getLong(first + 1);
    long inside = row.getLong(first + 2);
    return new Latch(phase, since, row.wasNull() ? Latch.NOT_INSIDE : inside);
  }
}
