package org.hinomi.collector.record;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/**
 * Runs an expert's SELECT on a connection of its own, in a transaction that cannot write. Three
 * walls: {@link SqlGuard} admits known words only; the transaction is read-only; and the instance
 * has no access to files and its settings are locked (see {@link HotFile}).
 *
 * <p>The answer is first kept in a temporary table, which counts against the memory limit and may
 * move to disk, unlike the rows that the driver holds.
 */
final class SqlReader {
  private static final int PAGE = 1000;

  /** Of the view that the caller makes before {@link #run}. */
  static final String EVENT_COLUMNS =
      """
      position, time, received, host, source_address, transport, facility, severity, app, pid,
      msgid, message, template, template_id, code, provider, channel, record_id, user_name,
      source_ip, outcome, trap_oid, retention_class, fields
      """;

  private static final String SAMPLE_VIEW =
      """
      CREATE OR REPLACE TEMP VIEW sample AS
        SELECT position, time, host, metric, attributes, value, reason FROM (
          SELECT position, time, series, value, NULL::VARCHAR AS reason FROM hot.main.sample
          UNION ALL SELECT position, time, series, NULL, reason FROM hot.main.unavailable)
        JOIN hot.main.series ON id = series
      """;

  /** Hours as they are rolled up, and what is not rolled up yet: see {@link SampleSql}. */
  private static final String HOUR_VIEW =
      """
      CREATE OR REPLACE TEMP VIEW sample_hour AS
        SELECT hour AS time, host, metric, attributes, min(low) AS min, max(high) AS max,
          greatest(min(low), least(max(high), sum(total) / sum(n))) AS avg, sum(n)::BIGINT AS count
        FROM (
          SELECT series, time AS hour, low, high, total, count AS n FROM hot.main.hour_open
          UNION ALL
          SELECT series, time, low, high, total, count FROM hot.main.hour_day
          UNION ALL
          SELECT series, time, low, high, total, count FROM hot.main.hour
          UNION ALL
          SELECT series, date_trunc('hour', time), value, value, value, 1 FROM hot.main.sample
          WHERE position >= (SELECT position FROM hot.main.rolled))
        JOIN hot.main.series ON id = series GROUP BY ALL
      """;

  private final DuckDBConnection connection;
  private final QuestionThreads threads;
  private final int timeoutSeconds;

  /** Takes a connection that nobody else uses meanwhile and that the caller closes. */
  SqlReader(DuckDBConnection connection, QuestionThreads threads, int timeoutSeconds) {
    this.connection = connection;
    this.threads = threads;
    this.timeoutSeconds = timeoutSeconds;
  }

  void run(String typed, int limit, TableSink sink) throws SQLException, IOException {
    run(typed, limit, sink, Set.of());
  }

  /**
   * Runs it.
   *
   * @param tables that may be asked beside the views
   */
  void run(String typed, int limit, TableSink sink, Set<String> tables)
      throws SQLException, IOException {
    connection.setAutoCommit(true);
    String checked = checked(typed, tables);
    execute("DROP TABLE IF EXISTS answer");
    execute(SAMPLE_VIEW);
    execute(HOUR_VIEW);
    execute("BEGIN TRANSACTION READ ONLY");
    try {
      execute(
          "CREATE TEMP TABLE answer AS SELECT * FROM ("
              + checked
              + ") AS asked"
              + (limit == 0 ? "" : " LIMIT " + limit));
    } catch (SQLException e) {
      if (ofReader(e)) {
        throw SqlGuard.refused(HotFile.firstLine(e));
      }
      throw e;
    }
    // Rows of a transaction still open have no rowid to go by.
    execute("COMMIT");
    List<TableSink.Column> columns = columns();
    sink.columns(columns);
    StringBuilder select = new StringBuilder("SELECT ");
    for (TableSink.Column column : columns) {
      String name = '"' + column.name().replace("\"", "\"\"") + '"';
      select.append(
          switch (column.kind()) {
            case NUMBER, WHOLE -> name;
            case TIME -> "epoch_us(" + name + ")";
            case TEXT -> "CAST(" + name + " AS VARCHAR)";
          });
      select.append(", ");
    }
    select.append("rowid FROM answer WHERE rowid >= ? AND rowid < ? ORDER BY rowid");
    try (PreparedStatement page = connection.prepareStatement(select.toString())) {
      page.setQueryTimeout(timeoutSeconds);
      int given = PAGE;
      for (long from = 0; given == PAGE; from += PAGE) {
        page.setLong(1, from);
        page.setLong(2, from + PAGE);
        given = 0;
        try (ResultSet rows = threads.run(page, page::executeQuery)) {
          while (rows.next()) {
            sink.row(values(rows, columns.size()));
            given++;
          }
        }
      }
    }
  }

  /** The statement as DuckDB writes the tree that was checked: nothing else can run. */
  private String checked(String typed, Set<String> tables) throws SQLException {
    if (typed.length() > SqlGuard.MAX_PLAIN) {
      throw SqlGuard.refused(
          typed.length() + " characters (expected: at most " + SqlGuard.MAX_PLAIN + ")");
    }
    String tree = one("SELECT json_serialize_sql(?)", typed);
    try {
      SqlGuard.check(new ObjectMapper().readTree(tree), typed.length(), tables);
    } catch (JacksonException e) {
      throw SqlGuard.refused("nested too deeply (expected: a simpler statement)");
    }
    return one("SELECT json_deserialize_sql(?)", tree);
  }

  private String one(String sql, String parameter) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, parameter);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  private void execute(String sql) throws SQLException, HistoryException.Cancelled {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(timeoutSeconds);
      threads.run(statement, () -> statement.execute(sql));
    }
  }

  private List<TableSink.Column> columns() throws SQLException {
    List<TableSink.Column> columns = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM answer")) {
      ResultSetMetaData types = statement.getMetaData();
      for (int i = 1; i <= types.getColumnCount(); i++) {
        columns.add(new TableSink.Column(types.getColumnName(i), kind(types.getColumnTypeName(i))));
      }
    }
    return columns;
  }

  private static TableSink.Kind kind(String type) {
    return switch (type) {
      case "TIMESTAMP", "TIMESTAMP WITH TIME ZONE" -> TableSink.Kind.TIME;
      case "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "HUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "BOOLEAN" ->
          TableSink.Kind.WHOLE;
      case "FLOAT", "DOUBLE" -> TableSink.Kind.NUMBER;
      default -> type.startsWith("DECIMAL") ? TableSink.Kind.NUMBER : TableSink.Kind.TEXT;
    };
  }

  private static List<@Nullable Object> values(ResultSet row, int count) throws SQLException {
    List<@Nullable Object> values = new ArrayList<>(count);
    for (int i = 1; i <= count; i++) {
      Object value = row.getObject(i);
      values.add(
          value instanceof Integer || value instanceof Short || value instanceof Byte
              ? (Long) ((Number) value).longValue()
              : value);
    }
    return values;
  }

  /** Whether the statement is wrong, not the history. */
  private static boolean ofReader(SQLException e) {
    String line = HotFile.firstLine(e);
    return line.startsWith("Binder Error")
        || line.startsWith("Catalog Error")
        || line.startsWith("Conversion Error")
        || line.startsWith("Invalid Input Error")
        || line.startsWith("Out of Range Error")
        || line.startsWith("Out of Memory Error")
        || line.startsWith("Permission Error")
        || line.startsWith("Parser Error");
  }
}
