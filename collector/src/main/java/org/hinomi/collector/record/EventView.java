package org.hinomi.collector.record;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/** Makes the files of the event history a view of one connection. */
final class EventView {
  private EventView() {}

  /**
   * Makes the temporary view {@code event}.
   *
   * @param columns of the view, in SQL: a constant of the caller's
   */
  static void make(DuckDBConnection connection, List<Path> files, String columns)
      throws SQLException {
    String from =
        files.isEmpty()
            ? "hot.main.event_shape"
            : files.stream()
                .map(file -> literal(file.toAbsolutePath().toString()))
                .collect(Collectors.joining(",", "read_parquet([", "])"));
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TEMP VIEW event AS SELECT " + columns + " FROM " + from);
    }
  }

  /** A text in SQL. */
  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
