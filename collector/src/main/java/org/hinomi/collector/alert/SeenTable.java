package org.hinomi.collector.alert;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hinomi.collector.detect.Unusual;

/** What was seen, and when, in and out of its table: one row a name. */
final class SeenTable {
  /** As many as the memory holds; older ones are deleted at the start. */
  private static final int MOST = 200_000;

  private SeenTable() {}

  static void load(Connection connection, Unusual unusual) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "DELETE FROM seen WHERE name NOT IN (SELECT name FROM seen ORDER BY day DESC LIMIT "
              + MOST
              + ")");
      try (ResultSet row = statement.executeQuery("SELECT name, day FROM seen")) {
        while (row.next()) {
          unusual.restore(row.getLong(1), row.getInt(2));
        }
      }
    }
  }

  /** Writes what is new. */
  static void write(Connection connection, Unusual unusual) throws SQLException {
    Map<Long, Integer> changed = new LinkedHashMap<>();
    unusual.changes((day, name) -> changed.put(name, day));
    try (PreparedStatement put =
        connection.prepareStatement("INSERT OR REPLACE INTO seen VALUES (?, ?)")) {
      for (Map.Entry<Long, Integer> entry : changed.entrySet()) {
        put.setLong(1, entry.getKey());
        put.setInt(2, entry.getValue());
        put.executeUpdate();
      }
    }
  }
}
