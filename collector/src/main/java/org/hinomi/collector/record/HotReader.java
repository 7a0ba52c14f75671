package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.duckdb.DuckDBConnection;
import org.hinomi.collector.record.AggregateQuery.Steps;
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
    base.close();
  }

  /** Rolls samples up and deletes old ones; the owner's file, beside its writing. */
  SampleUpkeep.Work upkeep(SampleRetention retention, Instant now) throws IOException {
    try (DuckDBConnection connection = base.duplicate()) {
      connection.setAutoCommit(false);
      return new SampleUpkeep(connection, retention).run(now);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public void events(EventQuery query, Sink<StoredEvent> sink) throws IOException {
    try (EventFiles.Held held = events.files(query.window());
        DuckDBConnection connection = base.duplicate()) {
      EventView.make(connection, held.files(), "*");
      connection.setAutoCommit(false);
      RowSink rows = row -> sink.accept(event(row));
      ConditionSql ordered = matching("SELECT " + EVENT_COLUMNS, query);
      ordered.text(" ORDER BY time DESC, position DESC");
      ordered(connection, ordered, query.limit(), rows);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /**
   * Gives the rows of a question that is in order. What fits in one page is asked for at once. For
   * more, the rows are put in order once, in a table of this connection that DuckDB may move to
   * disk, and given from there page by page.
   */
  private void ordered(DuckDBConnection connection, ConditionSql ordered, int limit, RowSink rows)
      throws SQLException, IOException {
    if (limit != 0) {
      ordered.text(" LIMIT ").bind((long) limit);
    }
    if (limit != 0 && limit <= PAGE) {
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
    try (DuckDBConnection connection = base.duplicate()) {
      connection.setAutoCommit(false);
      List<Integer> series = new ArrayList<>();
      run(connection, series(query), row -> series.add(row.getInt(1)));
      SampleSql samples =
          new SampleSql(
              Rolled.read(connection), series, query.host() == null && query.metric() == null);
      Steps steps = query.steps();
      if (steps == null) {
        ordered(
            connection,
            samples.samples(query.window()),
            query.limit(),
            row -> sink.accept(sample(row)));
      } else {
        StepSql step = new StepSql(steps, query.window());
        ordered(
            connection,
            samples.steps(steps, query.window()),
            query.limit(),
            row -> sink.accept(step(row, step)));
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static ConditionSql series(MetricQuery query) {
    ConditionSql sql = new ConditionSql().text("SELECT id FROM series WHERE TRUE");
    fits(sql, "host", query.host());
    fits(sql, "metric", query.metric());
    return sql.text(" ORDER BY id");
  }

  @Override
  public OptionalLong samplesFrom() throws IOException {
    try (DuckDBConnection connection = base.duplicate()) {
      long from = Rolled.read(connection).from(Resolution.RAW);
      return from == HotSchema.START ? OptionalLong.empty() : OptionalLong.of(from);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public void sql(String statement, int limit, TableSink sink) throws IOException {
    try (EventFiles.Held held = events.files(Window.ALWAYS);
        DuckDBConnection connection = base.duplicate()) {
      EventView.make(connection, held.files(), SqlReader.EVENT_COLUMNS);
      int seconds = (int) settings.queryTimeout().toSeconds();
      new SqlReader(connection, seconds).run(statement, limit, sink);
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
      if (!statement.execute()) {
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

  private static StoredSample sample(ResultSet row) throws SQLException {
    long time = row.getLong(1);
    String host = row.getString(2);
    String metric = row.getString(3);
    SortedMap<String, String> attributes = SeriesText.read(row.getString(4));
    String reason = row.getString(7);
    return reason == null
        ? new StoredSample.Value(time, host, metric, attributes, row.getDouble(6))
        : new StoredSample.Unavailable(time, host, metric, attributes, reason);
  }

  private static StoredSample step(ResultSet row, StepSql steps) throws SQLException {
    return new StoredSample.Step(
        steps.start(row.getLong(1), row.getLong(2)),
        row.getString(3),
        row.getString(4),
        SeriesText.read(row.getString(5)),
        row.getDouble(6),
        row.getDouble(7),
        row.getDouble(8),
        row.getDouble(9),
        row.getLong(10));
  }
}
