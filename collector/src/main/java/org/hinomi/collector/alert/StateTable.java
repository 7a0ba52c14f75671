package org.hinomi.collector.alert;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** States of named things in and out of their table: one row a name. */
enum StateTable {
  /** How sources speak. */
  RHYTHM("rhythm"),
  /** What values usually are. */
  USUAL("usual"),
  /** How many events were counted. */
  COUNTED("counted");

  private final String table;

  StateTable(String table) {
    this.table = table;
  }

  void load(Connection connection, BiConsumer<String, byte[]> each) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT name, state FROM " + table)) {
      while (row.next()) {
        each.accept(row.getString(1), row.getBytes(2));
      }
    }
  }

  /**
   * Writes those that changed, and deletes what an empty state is given of.
   *
   * @param changes gives them
   */
  void write(Connection connection, Consumer<BiConsumer<String, byte[]>> changes)
      throws SQLException {
    Map<String, byte[]> changed = new LinkedHashMap<>();
    changes.accept(changed::put);
    try (PreparedStatement put =
            connection.prepareStatement("INSERT OR REPLACE INTO " + table + " VALUES (?, ?)");
        PreparedStatement delete =
            connection.prepareStatement("DELETE FROM " + table + " WHERE name = ?")) {
      for (Map.Entry<String, byte[]> entry : changed.entrySet()) {
        boolean gone = entry.getValue().length == 0;
        PreparedStatement statement = gone ? delete : put;
        statement.setString(1, entry.getKey());
        if (!gone) {
          statement.setBytes(2, entry.getValue());
        }
        statement.executeUpdate();
      }
    }
  }
}
