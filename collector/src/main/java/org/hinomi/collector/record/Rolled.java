package org.hinomi.collector.record;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;
import org.duckdb.DuckDBConnection;

/**
 * How far samples are rolled up.
 *
 * @param position samples before this journal position are in the roll-ups, those from it on are
 *     not
 * @param from microseconds since 1970 from which on each resolution is kept whole
 */
record Rolled(long position, Map<Resolution, Long> from) {
  Rolled {
    from = Map.copyOf(from);
  }

  /** As the transaction of the connection sees it. */
  static Rolled read(DuckDBConnection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM rolled")) {
      if (!row.next()) {
        throw new SQLException("rolled: no row (expected: one)");
      }
      Map<Resolution, Long> from = new EnumMap<>(Resolution.class);
      for (Resolution resolution : Resolution.values()) {
        from.put(resolution, row.getLong(resolution.fromColumn()));
      }
      return new Rolled(row.getLong("position"), from);
    }
  }

  long from(Resolution resolution) {
    return from.getOrDefault(resolution, 0L);
  }
}
