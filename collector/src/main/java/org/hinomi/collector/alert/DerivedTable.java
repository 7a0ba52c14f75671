package org.hinomi.collector.alert;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hinomi.collector.detect.Derivations;
import org.hinomi.collector.detect.SeriesKey;

/** What thresholds derive values from, in and out of its table: one row a series. */
final class DerivedTable {
  private DerivedTable() {}

  static void load(Connection connection, Derivations derivations) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT rule, labels, state FROM derived")) {
      while (row.next()) {
        derivations.restore(SeriesTable.key(row.getString(1), row.getString(2)), row.getBytes(3));
      }
    }
  }

  /** Writes those that changed. */
  static void write(Connection connection, Derivations derivations) throws SQLException {
    Map<SeriesKey, byte[]> changed = new LinkedHashMap<>();
    derivations.changes(changed::put);
    try (PreparedStatement put =
        connection.prepareStatement("INSERT OR REPLACE INTO derived VALUES (?, ?, ?)")) {
      for (Map.Entry<SeriesKey, byte[]> series : changed.entrySet()) {
        put.setString(1, series.getKey().threshold());
        put.setString(2, Labels.write(series.getKey().labels()));
        put.setBytes(3, series.getValue());
        put.executeUpdate();
      }
    }
  }
}
