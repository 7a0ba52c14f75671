package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.duckdb.DuckDBConnection;

/**
 * Reads one part for all digests that it has none of yet. What they are made from is taken from the
 * file once, a portion of it at a time, so that it fits into memory. For one thread.
 */
final class PartReading {
  /** Rows of a portion: some 70 MB while it is worked on. */
  static final long PORTION_ROWS = 300_000;

  private final DuckDBConnection connection;
  private final Runner runner;
  private final DigestColumns columns;
  private final long portionRows;

  /** Runs a statement and can be interrupted. */
  @FunctionalInterface
  interface Runner {
    void run(Statement statement, String sql) throws SQLException, IOException;
  }

  /**
   * @param connection nobody else's; what is left on it goes when it is closed
   * @param portionRows of which a portion has no more, but for a row group that has
   */
  PartReading(DuckDBConnection connection, Runner runner, DigestColumns columns, long portionRows) {
    this.connection = connection;
    this.runner = runner;
    this.columns = columns;
    this.portionRows = portionRows;
  }

  /**
   * Reads it.
   *
   * @param slices all of its row groups
   * @param wanted the digests, and the files that they become
   */
  void read(Path part, List<Slice> slices, Map<Digest, Path> wanted)
      throws SQLException, IOException {
    long from = slices.stream().mapToLong(Slice::fromMicros).min().orElse(Long.MAX_VALUE);
    long to = slices.stream().mapToLong(Slice::toMicros).max().orElse(Long.MIN_VALUE);
    List<String> portions = wanted.size() == 1 ? List.of(whole(part)) : portions(part, slices);
    for (int portion = 0; portion < portions.size(); portion++) {
      String event = portions.get(portion);
      if (wanted.size() > 1) {
        execute("CREATE OR REPLACE TEMP TABLE seen AS " + columns.select().apply(event));
      }
      int number = 0;
      for (Map.Entry<Digest, Path> each : wanted.entrySet()) {
        Digest digest = each.getKey();
        String kept = digest.kept(event, from, to);
        if (wanted.size() > 1) {
          kept = columns.over(digest.kept("seen AS event", from, to)).orElse(kept);
        }
        if (portions.size() == 1) {
          write(kept, each.getValue());
        } else {
          String table = "portions_" + number++;
          execute(
              (portion == 0 ? "CREATE TEMP TABLE " + table + " AS " : "INSERT INTO " + table + " ")
                  + kept);
        }
      }
    }
    if (portions.size() > 1) {
      execute("DROP TABLE seen");
      int number = 0;
      for (Map.Entry<Digest, Path> each : wanted.entrySet()) {
        String table = "portions_" + number++;
        write(each.getKey().together(table, from, to), each.getValue());
        execute("DROP TABLE " + table);
      }
    }
  }

  private static String whole(Path part) {
    return EventView.read(List.of(part)) + " AS event";
  }

  /** What stands behind FROM for each portion: every event is in one of them. */
  private List<String> portions(Path part, List<Slice> slices) {
    TreeSet<Long> edges = new TreeSet<>();
    long rows = 0;
    for (Slice slice : slices) {
      if (rows + slice.rows() > portionRows && rows > 0) {
        edges.add(slice.firstPosition());
        rows = 0;
      }
      rows += slice.rows();
    }
    if (edges.isEmpty()) {
      return List.of(whole(part));
    }
    List<String> portions = new ArrayList<>();
    String select = "(SELECT * FROM " + EventView.read(List.of(part)) + " WHERE position ";
    portions.add(select + "< " + edges.first() + ") AS event");
    for (long edge : edges) {
      Long next = edges.higher(edge);
      portions.add(
          select + ">= " + edge + (next == null ? "" : " AND position < " + next) + ") AS event");
    }
    return portions;
  }

  private void write(String select, Path file) throws SQLException, IOException {
    Path unfinished = DigestFiles.unfinished(file);
    try {
      execute(
          "COPY ("
              + select
              + ") TO "
              + EventView.literal(unfinished.toAbsolutePath().toString())
              + " (FORMAT parquet, COMPRESSION zstd)");
      DigestFiles.publish(unfinished, file);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private void execute(String sql) throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      runner.run(statement, sql);
    }
  }
}
