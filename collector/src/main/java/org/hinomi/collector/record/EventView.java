package org.hinomi.collector.record;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/**
 * Makes row groups of the event history a table. DuckDB cannot be told which row groups to read,
 * but reads none whose bounds exclude a condition; so a file of which only some are wanted is read
 * where the position is in theirs. Should another one reach into these bounds it is read as well.
 */
final class EventView {
  private EventView() {}

  /**
   * Makes the temporary view {@code event}.
   *
   * @param columns of the view, in SQL: a constant of the caller's
   */
  static void make(DuckDBConnection connection, List<Slice> slices, String columns)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TEMP VIEW event AS SELECT " + columns + " FROM " + table(slices));
    }
  }

  /** What stands behind FROM; the text has nothing in it that a user typed. */
  static String table(List<Slice> slices) {
    Map<Path, List<Slice>> files = new LinkedHashMap<>();
    slices.forEach(
        slice -> files.computeIfAbsent(slice.file(), file -> new ArrayList<>()).add(slice));
    List<Path> whole = new ArrayList<>();
    List<String> selects = new ArrayList<>();
    files.forEach(
        (file, wanted) -> {
          if (wanted.size() >= wanted.getFirst().of()) {
            whole.add(file);
          } else {
            selects.add("SELECT * FROM " + read(List.of(file)) + " WHERE " + bounds(wanted));
          }
        });
    if (!whole.isEmpty()) {
      selects.addFirst("SELECT * FROM " + read(whole));
    }
    return selects.isEmpty()
        ? "hot.main.event_shape"
        : selects.stream().collect(Collectors.joining(" UNION ALL ", "(", ") AS event"));
  }

  /** A call that reads whole files. */
  static String read(List<Path> files) {
    return files.stream()
        .map(file -> literal(file.toAbsolutePath().toString()))
        .collect(Collectors.joining(",", "read_parquet([", "], hive_partitioning = false)"));
  }

  private static String bounds(List<Slice> slices) {
    List<Slice> sorted =
        slices.stream().sorted(Comparator.comparingLong(Slice::firstPosition)).toList();
    List<String> bounds = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      long first = sorted.get(i).firstPosition();
      long last = sorted.get(i).lastPosition();
      while (i + 1 < sorted.size() && sorted.get(i + 1).firstPosition() <= last + 1) {
        last = Math.max(last, sorted.get(++i).lastPosition());
      }
      bounds.add("position BETWEEN " + first + " AND " + last);
    }
    return String.join(" OR ", bounds);
  }

  /** A text in SQL. */
  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
