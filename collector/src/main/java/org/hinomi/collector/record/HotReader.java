package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Asks the hot file. Every question runs on a connection of its own and sees the state of one
 * moment. Thread-safe.
 */
final class HotReader implements History {
  /**
   * Rows fetched at a time. DuckDB's own streaming loses the text of errors, so long answers are
   * taken in pages, each from where the last ended, all from one snapshot.
   */
  private static final int PAGE = 10_000;

  private final Path file;
  private final HotSettings settings;
  private final EventFiles events;
  private final SliceCache cache = new SliceCache();
  private final QuestionThreads threads = new QuestionThreads();
  private volatile DuckDBConnection base;
  private volatile @Nullable SQLException damage;

  HotReader(Path file, DuckDBConnection owner, HotSettings settings, EventFiles events)
      throws SQLException {
    this.file = file;
    this.settings = settings;
    this.events = events;
    this.base = owner.duplicate();
  }

  /** Goes on with a file that was made anew. */
  void reopen(DuckDBConnection owner) throws SQLException {
    base = owner.duplicate();
    damage = null;
  }

  /** The trouble with the file that a question ran into; null: none. */
  @Nullable SQLException damage() {
    return damage;
  }

  void close() throws SQLException {
    threads.close();
    base.close();
  }

  @Override
  public void events(EventQuery query, Sink<StoredEvent> sink) throws IOException {
    try (EventFiles.Held held = events.files(query.window());
        DuckDBConnection connection = base.duplicate();
        EventPruner pruner = new EventPruner(query.condition())) {
      connection.setAutoCommit(false);
      EventSearch search =
          new EventSearch(
              query, pruner, slices(held, query.window()), new Rows(connection, settings, threads));
      search.run(sink);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private List<Slice> slices(EventFiles.Held held, Window window) {
    List<Slice> slices = new ArrayList<>();
    for (Path part : held.files()) {
      for (Slice slice : cache.of(part)) {
        if (slice.mayHold(window)) {
          slices.add(slice);
        }
      }
    }
    return slices;
  }

  @Override
  public void recorded(Condition condition, Positions positions, Sink<StoredEvent> sink)
      throws IOException {
    try (EventFiles.Held held = events.files(positions);
        DuckDBConnection connection = base.duplicate();
        EventPruner pruner = new EventPruner(condition)) {
      List<Slice> slices = new ArrayList<>(slices(held, Window.ALWAYS));
      slices.removeIf(
          slice ->
              !positions.overlap(slice.firstPosition(), slice.lastPosition())
                  || !pruner.mayHold(slice));
      if (!slices.isEmpty()) {
        recorded(
            EventView.table(slices), condition, positions, new Rows(connection, settings, threads), sink);
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static void recorded(
      String table, Condition condition, Positions positions, Rows rows, Sink<StoredEvent> sink)
      throws SQLException, IOException {
    long from = positions.from();
    long given = PAGE;
    while (given == PAGE) {
      ConditionSql sql = new ConditionSql().text("SELECT " + EventRow.COLUMNS + " FROM " + table);
      sql.text(" WHERE position >= ").bind(from);
      sql.text(" AND position < ").bind(positions.to());
      sql.text(" AND (").condition(condition).text(") ORDER BY position LIMIT ").bind((long) PAGE);
      long[] page = {0, from};
      rows.run(
          sql,
          row -> {
            page[0]++;
            page[1] = row.getLong(Column.POSITION.ordinal() + 1) + 1;
            sink.accept(EventRow.read(row));
          });
      given = page[0];
      from = page[1];
    }
  }

  @Override
  public long awaitEvent(long position, Duration patience) throws IOException {
    try {
      return events.awaitEvent(position, patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HistoryException.Cancelled("nobody waits for the answer any more", e);
    }
  }

  @Override
  public void aggregate(AggregateQuery query, Sink<EventGroup> sink) throws IOException {
    try (EventFiles.Held held = events.files(query.window());
        EventPruner pruner = new EventPruner(query.condition());
        DuckDBConnection connection = base.duplicate()) {
      List<Slice> slices = slices(held, query.window());
      new EventCount(query, new Rows(connection, settings, threads)).run(slices, pruner, sink);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public void metrics(MetricQuery query, Sink<StoredSample> sink) throws IOException {
    boolean steps = query.stepMicros() > 0;
    String key =
        steps ? "(step, host, metric, attributes)" : "(t, host, metric, attributes, position)";
    pages(
        query.limit(),
        (last, rows) -> {
          ConditionSql sql = new ConditionSql().text("SELECT * FROM (");
          if (steps) {
            steps(sql, query);
          } else {
            samples(sql, query);
          }
          sql.text(")");
          if (last != null) {
            sql.text(" WHERE " + key + " > (");
            for (int i = 0; i < last.size(); i++) {
              sql.text(i == 0 ? "" : ", ").bind(last.get(i));
            }
            sql.text(")");
          }
          return sql.text(" ORDER BY ALL LIMIT ").bind(rows);
        },
        row -> {
          sink.accept(sample(row, steps));
          List<Object> last = new ArrayList<>();
          last.add(row.getLong(1));
          for (int i = 2; i <= 4; i++) {
            last.add(row.getString(i));
          }
          if (!steps) {
            last.add(row.getLong(5));
          }
          return last;
        });
  }

  private static void samples(ConditionSql sql, MetricQuery query) {
    String columns = "SELECT epoch_us(time) AS t, host, metric, attributes, position, ";
    sql.text(columns + "value, NULL AS reason FROM sample WHERE ");
    series(sql, query);
    sql.text(" UNION ALL " + columns + "NULL, reason FROM unavailable WHERE ");
    series(sql, query);
  }

  private static void steps(ConditionSql sql, MetricQuery query) {
    sql.text("SELECT epoch_us(time) // ").bind(query.stepMicros());
    sql.text(" * ").bind(query.stepMicros());
    sql.text(" AS step, host, metric, attributes, min(value), max(value), avg(value),");
    sql.text(" arg_max(value, time), count(*) FROM sample WHERE ");
    series(sql, query);
    sql.text(" GROUP BY ALL");
  }

  @Override
  public void sql(String statement, int limit, TableSink sink) throws IOException {
    try (EventFiles.Held held = events.files(Window.ALWAYS);
        DuckDBConnection connection = base.duplicate()) {
      EventView.make(connection, slices(held, Window.ALWAYS), SqlReader.EVENT_COLUMNS);
      int seconds = (int) settings.queryTimeout().toSeconds();
      new SqlReader(connection, threads, seconds).run(statement, limit, sink);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public Optional<String> regexProblem(String expression) throws IOException {
    try (DuckDBConnection connection = base.duplicate();
        PreparedStatement statement =
            connection.prepareStatement("SELECT regexp_matches('', ?, 'is')")) {
      statement.setString(1, expression);
      statement.executeQuery().close();
      return Optional.empty();
    } catch (SQLException e) {
      if (e.getMessage() != null && e.getMessage().startsWith("Invalid Input Error: ")) {
        return Optional.of(HotFile.firstLine(e).substring("Invalid Input Error: ".length()));
      }
      throw failure(e);
    }
  }

  @Override
  public HistoryStatus status() throws IOException {
    HistoryStatus[] status = new HistoryStatus[1];
    try (DuckDBConnection connection = base.duplicate()) {
      new Rows(connection, settings, threads)
          .run(
              new ConditionSql()
                  .text("SELECT (SELECT next_position FROM state), (SELECT count(*) FROM sample)"),
              row ->
                  status[0] =
                      new HistoryStatus(
                          Math.max(row.getLong(1), events.nextPosition()),
                          events.rows(),
                          row.getLong(2),
                          events.lastReceivedMicros()));
    } catch (SQLException e) {
      throw failure(e);
    }
    return status[0];
  }

  /** Writes the statement of a page that goes on after the key {@code last}; null: the first. */
  private interface PageSql {
    ConditionSql write(@Nullable List<Object> last, long rows);
  }

  /** Takes a row and gives its key. */
  private interface KeyedSink {
    List<Object> accept(ResultSet row) throws SQLException, IOException;
  }

  private void pages(int limit, PageSql page, KeyedSink sink) throws IOException {
    try (DuckDBConnection connection = base.duplicate()) {
      connection.setAutoCommit(false);
      long wanted = limit == 0 ? Long.MAX_VALUE : limit;
      List<List<Object>> last = new ArrayList<>();
      while (wanted > 0) {
        long rows = Math.min(wanted, PAGE);
        long[] given = new long[1];
        ConditionSql sql = page.write(last.isEmpty() ? null : last.getFirst(), rows);
        new Rows(connection, settings, threads)
            .run(
                sql,
                row -> {
                  List<Object> key = sink.accept(row);
                  if (++given[0] == rows) {
                    last.clear();
                    last.add(key);
                  }
                });
        wanted = given[0] < rows ? 0 : wanted - rows;
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private HistoryException failure(SQLException e) {
    if (HotFile.isCorrupt(e)) {
      damage = e;
    }
    if (String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("interrupt")) {
      return new HistoryException.TooSlow(
          "the question took longer than "
              + settings.queryTimeout().toSeconds()
              + " s (expected: a shorter span of time or a narrower question)",
          e);
    }
    if (HotFile.isDamage(e)) {
      events.suspect();
    }
    return HotFile.failure(file, e);
  }

  private static void series(ConditionSql sql, MetricQuery query) {
    sql.window(new Window(query.window().from(), query.window().to(), false));
    fits(sql, "host", query.host());
    fits(sql, "metric", query.metric());
  }

  private static void fits(ConditionSql sql, String column, @Nullable String pattern) {
    if (pattern != null) {
      sql.text(" AND lower(" + column + ") LIKE lower(").bind(ConditionSql.like(pattern));
      sql.text(") ESCAPE '\\'");
    }
  }

  private static StoredSample sample(ResultSet row, boolean step) throws SQLException {
    long time = row.getLong(1);
    String host = row.getString(2);
    String metric = row.getString(3);
    SortedMap<String, String> attributes = SeriesText.read(row.getString(4));
    if (step) {
      return new StoredSample.Step(
          time,
          host,
          metric,
          attributes,
          row.getDouble(5),
          row.getDouble(6),
          row.getDouble(7),
          row.getDouble(8),
          row.getLong(9));
    }
    String reason = row.getString(7);
    return reason == null
        ? new StoredSample.Value(time, host, metric, attributes, row.getDouble(6))
        : new StoredSample.Unavailable(time, host, metric, attributes, reason);
  }
}
