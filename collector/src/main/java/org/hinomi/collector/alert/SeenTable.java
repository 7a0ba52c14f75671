package org.hinomi.collector.alert;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hinomi.collector.detect.SeenNames;

/** What was seen, and when, in and out of its table: one row a name. */
enum SeenTable {
  /** Accounts, addresses, kinds of Windows events. */
  NAMES("seen"),
  /** Kinds of messages. */
  MESSAGES("seen_message"),
  /** Who wrote to whom. */
  RECIPIENTS("seen_recipient");

  /**
   * As many as the memory holds; older ones are deleted at the start, and when there are twice as
   * many.
   */
  private static final int MOST = SeenNames.MOST;

  private final String table;

  SeenTable(String table) {
    this.table = table;
  }

  void load(Connection connection, SeenNames names) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      forget(statement, MOST);
      try (ResultSet row = statement.executeQuery("SELECT name, day FROM " + table)) {
        while (row.next()) {
          names.restore(row.getLong(1), row.getInt(2));
        }
      }
    }
  }

  private void forget(Statement statement, int most) throws SQLException {
    statement.executeUpdate(
        "DELETE FROM "
            + table
            + " WHERE name NOT IN (SELECT name FROM "
            + table
            + " ORDER BY "
            + SeenNames.ORDER
            + " LIMIT "
            + most
            + ")");
  }

  /** Writes what is new. */
  void write(Connection connection, SeenNames names) throws SQLException {
    write(connection, names, MOST);
  }

  /** As above with a smaller limit, so that a test reaches it. */
  void write(Connection connection, SeenNames names, int most) throws SQLException {
    Map<Long, Integer> changed = new LinkedHashMap<>();
    names.changes((day, name) -> changed.put(name, day));
    try (PreparedStatement put =
        connection.prepareStatement("INSERT OR REPLACE INTO " + table + " VALUES (?, ?)")) {
      for (Map.Entry<Long, Integer> entry : changed.entrySet()) {
        put.setLong(1, entry.getKey());
        put.setInt(2, entry.getValue());
        put.executeUpdate();
      }
    }
    try (Statement statement = connection.createStatement()) {
      if (count(statement) > 2 * most) {
        forget(statement, most);
      }
    }
  }

  private int count(Statement statement) throws SQLException {
    try (ResultSet count = statement.executeQuery("SELECT count(*) FROM " + table)) {
      return count.next() ? count.getInt(1) : 0;
    }
  }
}
