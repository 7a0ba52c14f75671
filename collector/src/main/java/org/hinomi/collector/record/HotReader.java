package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.duckdb.DuckDBConnection;
import org.hinomi.collector.record.original.OriginalForm;
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

  private static final String EVENT_COLUMNS = eventColumns();

  private final Path file;
  private final HotSettings settings;
  private final EventFiles events;
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

  /**
   * What fits in one page is asked for at once. For more, the rows are put in order once, in a
   * table of this connection that DuckDB may move to disk, and given from there page by page.
   */
  @Override
  public void events(EventQuery query, Sink<StoredEvent> sink) throws IOException {
    try (EventFiles.Held held = events.files(query.window());
        DuckDBConnection connection = base.duplicate()) {
      EventView.make(connection, held.files(), "*");
      connection.setAutoCommit(false);
      RowSink rows = row -> sink.accept(event(row));
      ConditionSql ordered = matching("SELECT " + EVENT_COLUMNS, query);
      ordered.text(" ORDER BY time DESC, position DESC");
      if (query.limit() != 0) {
        ordered.text(" LIMIT ").bind((long) query.limit());
      }
      if (query.limit() != 0 && query.limit() <= PAGE) {
        run(connection, ordered, rows);
        return;
      }
      ConditionSql answer = new ConditionSql().text("CREATE TEMP TABLE answer AS ").all(ordered);
      run(connection, answer, count -> {});
      connection.commit();
      long[] given = new long[1];
      for (long from = 0; given[0] == from; from += PAGE) {
        run(
            connection,
            new ConditionSql()
                .text("SELECT * FROM answer WHERE rowid >= ")
                .bind(from)
                .text(" AND rowid < ")
                .bind(from + PAGE)
                .text(" ORDER BY rowid"),
            row -> {
              rows.accept(row);
              given[0]++;
            });
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public void recorded(Condition condition, Positions positions, Sink<StoredEvent> sink)
      throws IOException {
    try (EventFiles.Held held = events.files(positions)) {
      if (!held.files().isEmpty()) {
        recorded(held.files(), condition, positions, sink);
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private void recorded(
      List<Path> files, Condition condition, Positions positions, Sink<StoredEvent> sink)
      throws SQLException, IOException {
    try (DuckDBConnection connection = base.duplicate()) {
      EventView.make(connection, files, "*");
      long from = positions.from();
      long given = PAGE;
      while (given == PAGE) {
        ConditionSql sql = new ConditionSql().text("SELECT " + EVENT_COLUMNS);
        sql.text(" FROM event WHERE position >= ").bind(from);
        sql.text(" AND position < ").bind(positions.to());
        sql.text(" AND (")
            .condition(condition)
            .text(") ORDER BY position LIMIT ")
            .bind((long) PAGE);
        long[] page = {0, from};
        run(
            connection,
            sql,
            row -> {
              page[0]++;
              page[1] = row.getLong(Column.POSITION.ordinal() + 1) + 1;
              sink.accept(event(row));
            });
        given = page[0];
        from = page[1];
      }
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

  private static ConditionSql matching(String select, EventQuery query) {
    ConditionSql sql = new ConditionSql().text(select + " FROM event WHERE ");
    sql.window(query.window()).text(" AND (").condition(query.condition()).text(")");
    EventCursor after = query.after();
    if (after != null) {
      sql.text(" AND (time, position) < (make_timestamp(").bind(after.time());
      sql.text("), ").bind(after.position()).text(")");
    }
    return sql;
  }

  @Override
  public void aggregate(AggregateQuery query, Sink<EventGroup> sink) throws IOException {
    StepSql steps = query.steps() == null ? null : new StepSql(query.steps(), query.window());
    int fields = query.fields().size();
    ConditionSql sql = new ConditionSql().text("SELECT n, " + named("f", 0, fields));
    sql.text("step, shift FROM (SELECT count(*) AS n, " + named("f", 0, fields));
    sql.text("step, shift FROM ");
    // One level each: several unnest() side by side would pair elements instead of combining them.
    for (int i = fields - 1; i >= 0; i--) {
      sql.text("(SELECT " + named("f", 0, i) + "unnest(v" + i + ") AS f" + i + ", ");
      sql.text(named("v", i + 1, fields) + "step, shift FROM ");
    }
    sql.text("(SELECT ");
    for (int i = 0; i < fields; i++) {
      sql.values(query.fields().get(i)).text(" AS v" + i + ", ");
    }
    if (steps == null) {
      sql.text("0 AS step, 0 AS shift");
    } else {
      steps.write(sql);
    }
    sql.text(" FROM event WHERE ").window(query.window()).text(" AND (");
    sql.condition(query.condition()).text("))" + ")".repeat(fields));
    sql.text(" GROUP BY ALL) ORDER BY step - shift, n DESC, " + named("f", 0, fields) + "step");
    if (query.limit() != 0) {
      sql.text(" LIMIT ").bind((long) query.limit());
    }
    ask(query.window(), sql, row -> sink.accept(group(row, fields, steps)));
  }

  private static String named(String letter, int from, int to) {
    StringBuilder names = new StringBuilder();
    for (int i = from; i < to; i++) {
      names.append(letter).append(i).append(", ");
    }
    return names.toString();
  }

  private static EventGroup group(ResultSet row, int fields, @Nullable StepSql steps)
      throws SQLException {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < fields; i++) {
      Object value = row.getObject(i + 2);
      values.add(value instanceof Number number ? (Long) number.longValue() : value);
    }
    OptionalLong start =
        steps == null
            ? OptionalLong.empty()
            : OptionalLong.of(steps.start(row.getLong(fields + 2), row.getLong(fields + 3)));
    return new EventGroup(start, values, row.getLong(1));
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
      EventView.make(connection, held.files(), SqlReader.EVENT_COLUMNS);
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
      run(
          connection,
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

  private interface RowSink {
    void accept(ResultSet row) throws SQLException, IOException;
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
        run(
            connection,
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

  private void ask(Window window, ConditionSql sql, RowSink sink) throws IOException {
    try (EventFiles.Held held = events.files(window);
        DuckDBConnection connection = base.duplicate()) {
      EventView.make(connection, held.files(), "*");
      run(connection, sql, sink);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private void run(DuckDBConnection connection, ConditionSql sql, RowSink sink)
      throws SQLException, IOException {
    try (PreparedStatement statement = connection.prepareStatement(sql.sql())) {
      List<Object> parameters = sql.parameters();
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      statement.setQueryTimeout((int) settings.queryTimeout().toSeconds());
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

  private static String eventColumns() {
    StringBuilder columns = new StringBuilder();
    for (Column column : Column.values()) {
      columns.append(
          column.kind() == FieldKind.TIME ? "epoch_us(" + column.sql() + ")" : column.sql());
      columns.append(", ");
    }
    return columns.append("original, original_head, original_form, time_offset, fields").toString();
  }

  private static StoredEvent event(ResultSet row) throws SQLException, IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    int index = 0;
    for (Column column : Column.values()) {
      index++;
      Object value =
          switch (column.kind()) {
            case TEXT, FULL_TEXT, OPAQUE -> row.getString(index);
            case INTEGER, TIME -> {
              long number = row.getLong(index);
              yield row.wasNull() ? null : (Long) number;
            }
          };
      if (value != null) {
        fields.put(column.field(), value);
      }
    }
    byte[] head = row.getBytes(index + 2);
    String form = row.getString(index + 3);
    if (form != null) {
      head = new OriginalForm().head(form, HeadOffset.values(fields, row.getInt(index + 4)));
    }
    OriginalBytes original = new OriginalBytes(row.getBytes(index + 1), head);
    String rest = row.getString(index + 5);
    if (rest != null) {
      fields.putAll(FieldsJson.read(rest));
    }
    String message = row.getString(Column.MESSAGE.ordinal() + 1);
    return new StoredEvent(fields, original.join(message));
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
