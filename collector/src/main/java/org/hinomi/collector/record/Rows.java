package org.hinomi.collector.record;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBConnection;

/** Runs statements on a connection and gives their rows. Not thread-safe. */
final class Rows {
  /** Rows fetched at a time: DuckDB's own streaming loses the text of errors. */
  static final int PAGE = 10_000;

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

  /**
   * Gives the rows of a question that is in order. What fits in one page is asked for at once. For
   * more, the rows are put in order once, in a table of this connection that DuckDB may move to
   * disk, and given from there page by page. Ends the connection's transaction.
   *
   * @param limit most rows to give; 0: all
   */
  void ordered(ConditionSql question, int limit, Sink sink) throws SQLException, IOException {
    if (limit != 0) {
      question.text(" LIMIT ").bind((long) limit);
    }
    if (limit != 0 && limit <= PAGE) {
      run(question, sink);
      return;
    }
    run(new ConditionSql().text("CREATE TEMP TABLE answer AS ").all(question), count -> {});
    connection.commit();
    long[] given = new long[1];
    for (long from = 0; given[0] == from; from += PAGE) {
      run(
          new ConditionSql()
              .text("SELECT * FROM answer WHERE rowid >= ")
              .bind(from)
              .text(" AND rowid < ")
              .bind(from + PAGE)
              .text(" ORDER BY rowid"),
          row -> {
            sink.accept(row);
            given[0]++;
          });
    }
  }
}
