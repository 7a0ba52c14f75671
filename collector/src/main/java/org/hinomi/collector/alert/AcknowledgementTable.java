package org.hinomi.collector.alert;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.hinomi.collector.detect.SeriesKey;

/** Who looks after which alert, in and out of its table. */
final class AcknowledgementTable {
  private AcknowledgementTable() {}

  static Map<SeriesKey, Acknowledgement> all(Connection connection) throws SQLException {
    Map<SeriesKey, Acknowledgement> all = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT rule, labels, act, at FROM acknowledgement")) {
      while (row.next()) {
        all.put(SeriesTable.key(row.getString(1), row.getString(2)), read(row, 3));
      }
    }
    return all;
  }

  /** Reads the columns {@code act} and {@code at}, which must be there. */
  static Acknowledgement read(ResultSet row, int first) throws SQLException {
    return new Acknowledgement(
        requireNonNull(Stored.read(row.getString(first), Act.class)),
        Micros.instant(row.getLong(first + 1)));
  }

  static void put(Connection connection, SeriesKey key, Acknowledgement acknowledgement)
      throws SQLException {
    try (PreparedStatement put =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO acknowledgement (rule, labels, act, at)"
                + " VALUES (?, ?, ?, ?)")) {
      put.setString(1, key.threshold());
      put.setString(2, Labels.write(key.labels()));
      put.setString(3, Stored.write(acknowledgement.act()));
      put.setLong(4, Micros.of(acknowledgement.at()));
      put.executeUpdate();
    }
  }

  static void delete(Connection connection, SeriesKey key) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM acknowledgement WHERE rule = ? AND labels = ?")) {
      delete.setString(1, key.threshold());
      delete.setString(2, Labels.write(key.labels()));
      delete.executeUpdate();
    }
  }
}
