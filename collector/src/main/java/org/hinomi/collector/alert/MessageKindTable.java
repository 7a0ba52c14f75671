package org.hinomi.collector.alert;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.hinomi.collector.record.template.TemplateClusters;

/** The kinds of messages in and out of their table: one row a kind. */
final class MessageKindTable {
  private MessageKindTable() {}

  static void load(Connection connection, TemplateClusters kinds) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT number, day, text FROM message_kind ORDER BY number")) {
      while (row.next()) {
        kinds.restore(new TemplateClusters.Kept(row.getInt(1), row.getInt(2), row.getString(3)));
      }
    }
  }

  /** Writes those that changed. */
  static void write(Connection connection, TemplateClusters kinds) throws SQLException {
    TemplateClusters.Changes changes = kinds.changes();
    try (PreparedStatement put =
            connection.prepareStatement("INSERT OR REPLACE INTO message_kind VALUES (?, ?, ?)");
        PreparedStatement delete =
            connection.prepareStatement("DELETE FROM message_kind WHERE number = ?")) {
      for (TemplateClusters.Kept kind : changes.kept()) {
        put.setInt(1, kind.number());
        put.setInt(2, kind.day());
        put.setString(3, kind.text());
        put.executeUpdate();
      }
      for (int number : changes.gone()) {
        delete.setInt(1, number);
        delete.executeUpdate();
      }
    }
  }
}
