package org.hinomi.collector.record;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.duckdb.DuckDBConnection;
import org.hinomi.collector.record.AggregateQuery.Steps;
import org.jspecify.annotations.Nullable;

/** Answers one question for samples, from what came and its roll-ups. Not thread-safe. */
final class SampleReader {
  private final DuckDBConnection connection;
  private final Rows rows;

  /** Takes a connection in a transaction that the caller ends. */
  SampleReader(DuckDBConnection connection, Rows rows) {
    this.connection = connection;
    this.rows = rows;
  }

  void run(MetricQuery query, History.Sink<StoredSample> sink) throws SQLException, IOException {
    List<Integer> series = new ArrayList<>();
    rows.run(series(query), row -> series.add(row.getInt(1)));
    SampleSql samples =
        new SampleSql(
            Rolled.read(connection), series, query.host() == null && query.metric() == null);
    Steps steps = query.steps();
    if (steps == null) {
      rows.ordered(samples.samples(query.window()), query.limit(), row -> sink.accept(sample(row)));
    } else {
      StepSql step = new StepSql(steps, query.window());
      rows.ordered(
          samples.steps(steps, query.window()), query.limit(), row -> sink.accept(step(row, step)));
    }
  }

  private static ConditionSql series(MetricQuery query) {
    ConditionSql sql = new ConditionSql().text("SELECT id FROM series WHERE TRUE");
    fits(sql, "host", query.host());
    fits(sql, "metric", query.metric());
    return sql.text(" ORDER BY id");
  }

  private static void fits(ConditionSql sql, String column, @Nullable String pattern) {
    if (pattern != null) {
      sql.text(" AND lower(" + column + ") LIKE lower(").bind(ConditionSql.like(pattern));
      sql.text(") ESCAPE '\\'");
    }
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
