package org.hinomi.collector.record;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * The number of each series. Additions stand in a draft until the transaction that writes them has
 * committed. Not thread-safe.
 */
final class SeriesTable {
  private final DuckDBConnection connection;
  private final Map<Series, Integer> kept = new HashMap<>();
  private final Map<Series, Integer> draft = new LinkedHashMap<>();

  private record Series(String host, String metric, SortedMap<String, String> attributes) {}

  private SeriesTable(DuckDBConnection connection) {
    this.connection = connection;
  }

  static SeriesTable load(DuckDBConnection connection) throws SQLException {
    SeriesTable table = new SeriesTable(connection);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT id, host, metric, attributes FROM series")) {
      while (row.next()) {
        table.kept.put(
            new Series(row.getString(2), row.getString(3), SeriesText.read(row.getString(4))),
            row.getInt(1));
      }
    }
    return table;
  }

  /** The number of a series; a new one gets the next, so that those of a host are neighbours. */
  int id(String host, String metric, SortedMap<String, String> attributes) {
    Series series = new Series(host, metric, attributes);
    Integer id = kept.get(series);
    return id != null ? id : draft.computeIfAbsent(series, added -> kept.size() + draft.size() + 1);
  }

  /** Writes the draft in the transaction of the caller. */
  void write() throws SQLException {
    if (draft.isEmpty()) {
      return;
    }
    try (DuckDBAppender rows = connection.createAppender("series")) {
      for (Map.Entry<Series, Integer> added : draft.entrySet()) {
        Series series = added.getKey();
        rows.beginRow().append(added.getValue().intValue()).append(series.host());
        rows.append(series.metric()).append(SeriesText.write(series.attributes())).endRow();
      }
    }
  }

  void commit() {
    kept.putAll(draft);
    draft.clear();
  }

  void rollback() {
    draft.clear();
  }
}
