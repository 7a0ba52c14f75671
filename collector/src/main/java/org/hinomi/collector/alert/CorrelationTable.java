package org.hinomi.collector.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.hinomi.core.sigma.CorrelationEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What correlation rules remember, in and out of its table: one row a group. */
final class CorrelationTable {
  private static final Logger log = LoggerFactory.getLogger(CorrelationTable.class);

  private CorrelationTable() {}

  /** Puts the engine back to where the last commit was. */
  static void load(Connection connection, CorrelationEngine engine) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row =
          statement.executeQuery("SELECT value FROM meta WHERE name = 'correlation_newest'")) {
        engine.reset(row.next() ? row.getLong(1) : Long.MIN_VALUE);
      }
      try (ResultSet row = statement.executeQuery("SELECT name, state FROM correlation")) {
        while (row.next()) {
          try {
            engine.restore(new String(row.getBytes(1), UTF_8), row.getBytes(2));
          } catch (IOException e) {
            log.atWarn()
                .setCause(e)
                .log("A group of a correlation rule cannot be read; it begins anew.");
          }
        }
      }
    }
  }

  /** Writes the groups that changed. */
  static void write(Connection connection, List<CorrelationEngine.GroupState> changes, long newest)
      throws SQLException {
    if (changes.isEmpty()) {
      return;
    }
    try (PreparedStatement put =
            connection.prepareStatement("INSERT OR REPLACE INTO correlation VALUES (?, ?)");
        PreparedStatement delete =
            connection.prepareStatement("DELETE FROM correlation WHERE name = ?");
        PreparedStatement meta =
            connection.prepareStatement(
                "INSERT OR REPLACE INTO meta VALUES ('correlation_newest', ?)")) {
      for (CorrelationEngine.GroupState change : changes) {
        byte[] name = change.name().getBytes(UTF_8);
        byte[] state = change.state();
        if (state == null) {
          delete.setBytes(1, name);
          delete.executeUpdate();
        } else {
          put.setBytes(1, name);
          put.setBytes(2, state);
          put.executeUpdate();
        }
      }
      meta.setLong(1, newest);
      meta.executeUpdate();
    }
  }
}
