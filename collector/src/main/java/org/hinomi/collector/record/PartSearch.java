package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.duckdb.DuckDBConnection;

/**
 * Looks into parts, apart from the hot file: also beside a collector that has it open. Not
 * thread-safe; close it.
 */
public final class PartSearch implements AutoCloseable {
  private final Path history;
  private final DuckDBConnection connection;
  private final QuestionThreads threads = new QuestionThreads();
  private final SliceCache slices = new SliceCache();

  /**
   * @param history the folder {@code history} of a data folder
   */
  public PartSearch(Path history) throws IOException {
    this.history = history;
    this.connection = connect();
  }

  /** A database in memory that reads files. */
  static DuckDBConnection connect() throws IOException {
    Properties properties = new Properties();
    properties.setProperty("memory_limit", (HotSettings.DEFAULT.memoryBytes() >> 10) + "KiB");
    properties.setProperty("threads", "1");
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    NativeLibrary.load();
    try {
      return DriverManager.getConnection("jdbc:duckdb:", properties).unwrap(DuckDBConnection.class);
    } catch (SQLException e) {
      throw new IOException("DuckDB cannot be used: " + e.getMessage(), e);
    }
  }

  /**
   * Says which parts hold an event that satisfies a condition.
   *
   * @return their files
   * @throws IOException also where one cannot be read: then nothing is known of it
   */
  public Set<String> holding(Condition condition, Collection<Part> parts) throws IOException {
    Set<String> holding = new LinkedHashSet<>();
    for (Part part : parts) {
      boolean[] found = new boolean[1];
      run(part, condition, "1", " LIMIT 1", row -> found[0] = true);
      if (found[0]) {
        holding.add(part.file());
      }
    }
    return holding;
  }

  /** How many events of a part satisfy a condition. */
  public long count(Part part, Condition condition) throws IOException {
    long[] count = new long[1];
    run(part, condition, "count(*)", "", row -> count[0] = row.getLong(1));
    return count[0];
  }

  /** Says what is wrong with a regular expression; empty when nothing is. */
  public Optional<String> regexProblem(String expression) throws IOException {
    try {
      return HotReader.regexProblem(connection, expression);
    } catch (SQLException e) {
      throw new IOException(HotFile.firstLine(e), e);
    }
  }

  /** Gives the events of a part that satisfy a condition, in the order of their positions. */
  public void events(Part part, Condition condition, History.Sink<StoredEvent> sink)
      throws IOException {
    long[] page = {Rows.PAGE, part.firstPosition()};
    while (page[0] == Rows.PAGE) {
      String from = " AND position >= " + page[1];
      page[0] = 0;
      run(
          part,
          condition,
          EventRow.COLUMNS,
          from + " ORDER BY position LIMIT " + Rows.PAGE,
          row -> {
            page[0]++;
            page[1] = row.getLong(Column.POSITION.ordinal() + 1) + 1;
            sink.accept(EventRow.read(row));
          });
    }
  }

  private void run(Part part, Condition condition, String columns, String end, Rows.Sink sink)
      throws IOException {
    Path file = history.resolve(part.file());
    List<Slice> wanted = new ArrayList<>(slices.of(file));
    try (EventPruner pruner = new EventPruner(condition)) {
      wanted.removeIf(slice -> !pruner.mayHold(slice));
      if (wanted.isEmpty()) {
        return;
      }
      ConditionSql sql =
          new ConditionSql().text("SELECT " + columns + " FROM " + EventView.table(wanted));
      sql.text(" WHERE (").condition(condition).text(")" + end);
      new Rows(connection, HotSettings.DEFAULT, threads).run(sql, sink);
    } catch (SQLException e) {
      throw new IOException(file + ": " + HotFile.firstLine(e), e);
    }
  }

  @Override
  public void close() throws IOException {
    threads.close();
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}
