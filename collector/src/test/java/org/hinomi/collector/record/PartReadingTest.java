package org.hinomi.collector.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartReadingTest {
  private static final long ROWS = 1000;
  private static final long GROUP = 100;

  /** Events of each host, and of all at most one: the last. */
  private record Hosts(String name, String expression) implements Digest {
    @Override
    public String version() {
      return name;
    }

    @Override
    public String select(String table, long fromMicros, long toMicros, String where) {
      return "SELECT "
          + expression
          + " AS what, count(*) AS n, max(position) AS last FROM "
          + table
          + " WHERE "
          + where
          + " GROUP BY 1";
    }

    @Override
    public String within(long fromMicros, long toMicros) {
      return "TRUE";
    }

    @Override
    public String merged(String table) {
      return "SELECT what, CAST(sum(n) AS BIGINT) AS n, max(last) AS last FROM "
          + table
          + " GROUP BY 1";
    }

    @Override
    public String together(String table, long fromMicros, long toMicros) {
      return merged(table) + " HAVING sum(n) > 1";
    }
  }

  private static final DigestColumns COLUMNS =
      new DigestColumns(
          table -> "SELECT position, host, length(text) AS size FROM " + table,
          Map.of("length(text)", "size"),
          Set.of("text"));

  @TempDir Path dir;

  @Test
  void portionsGiveWhatTheWholeGives() throws SQLException, IOException {
    assertThat(read(350)).isEqualTo(read(ROWS)).hasSize(5 + 2 + 2);
  }

  @Test
  void aRowGroupIsReadWholeHoweverLarge() throws SQLException, IOException {
    assertThat(read(1)).isEqualTo(read(ROWS));
  }

  /** All rows of all digests. */
  private List<String> read(long portionRows) throws SQLException, IOException {
    Path part = dir.resolve("part.parquet");
    try (DuckDBConnection connection =
            DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT i AS position, 'h' || i % 5 AS host, repeat('x', i % 2) AS text,"
              + " 'pair ' || i % 2 AS pair FROM range(1, "
              + (ROWS + 1)
              + ") AS t(i)) TO '"
              + part
              + "' (FORMAT parquet)");
      Map<Digest, Path> wanted = new LinkedHashMap<>();
      wanted.put(new Hosts("hosts", "host"), dir.resolve("a").resolve("x.parquet"));
      wanted.put(new Hosts("sizes", "length(text)"), dir.resolve("b").resolve("x.parquet"));
      wanted.put(new Hosts("texts", "text"), dir.resolve("c").resolve("x.parquet"));
      new PartReading(connection, Statement::execute, COLUMNS, portionRows)
          .read(part, slices(part), wanted);
      List<String> rows = new ArrayList<>();
      for (Path file : wanted.values()) {
        try (ResultSet row =
            statement.executeQuery("SELECT * FROM read_parquet('" + file + "') ORDER BY 1")) {
          while (row.next()) {
            rows.add(row.getString(1) + " " + row.getLong(2) + " " + row.getLong(3));
          }
        }
      }
      return rows;
    }
  }

  private static List<Slice> slices(Path part) {
    List<Slice> slices = new ArrayList<>();
    for (long first = 1; first <= ROWS; first += GROUP) {
      slices.add(
          new Slice(
              part,
              (int) (ROWS / GROUP),
              GROUP,
              first,
              first + GROUP - 1,
              first,
              first + GROUP,
              first,
              first + GROUP,
              null,
              null));
    }
    return slices;
  }
}
