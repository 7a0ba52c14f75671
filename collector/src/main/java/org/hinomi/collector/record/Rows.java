package org.hinomi.collector.record;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBConnection;

/** Runs statements on a connection and gives their rows. Not thread-safe. */
final class Rows {
  private final DuckDBConnection connection;
  private final QuestionThreads threads;
  private final int timeoutSeconds;

  /** Takes a row; an exception ends the statement. */
  interface Sink {
    void accept(ResultSet row) throws SQLException, IOException;
  }

  Rows(DuckDBConnection connection, HotSettings settings, QuestionThreads threads) {
    this.connection = connection;
    this.threads = threads;
    this.timeoutSeconds = (int) settings.queryTimeout().toSeconds();
  }

  void run(ConditionSql sql, Sink sink) throws SQLException, IOException {
    try (PreparedStatement statement = connection.prepareStatement(sql.sql())) {
      List<Object> parameters = sql.parameters();
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      statement.setQueryTimeout(timeoutSeconds);
      if (!threads.run(statement, statement::execute)) {
        return;
      }
      try (ResultSet rows = statement.getResultSet()) {
        while (rows.next()) {
          sink.accept(rows);
        }
      }
    }
  }

  void commit() throws SQLException {
    connection.commit();
  }
}
