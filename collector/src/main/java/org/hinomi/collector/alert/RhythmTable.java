package org.hinomi.collector.alert;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hinomi.collector.detect.Rhythms;

/** How sources speak, in and out of its table: one row a source. */
final class RhythmTable {
  private RhythmTable() {}

  static void load(Connection connection, Rhythms rhythms) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT name, state FROM rhythm")) {
      while (row.next()) {
        rhythms.restore(row.getString(1), row.getBytes(2));
      }
    }
  }

  /** Writes those that changed. */
  static void write(Connection connection, Rhythms rhythms) throws SQLException {
    Map<String, byte[]> changed = new LinkedHashMap<>();
    rhythms.changes(changed::put);
    try (PreparedStatement put =
        connection.prepareStatement("INSERT OR REPLACE INTO rhythm VALUES (?, ?)")) {
      for (Map.Entry<String, byte[]> source : changed.entrySet()) {
        put.setString(1, source.getKey());
        put.setBytes(2, source.getValue());
        put.executeUpdate();
      }
    }
  }
}
