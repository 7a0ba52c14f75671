package org.hinomi.collector.record;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.core.sample.Sample;

/**
 * Writes rows through DuckDB's appenders. The only place that knows the order of columns; another
 * way of bulk loading takes its place alone. Works inside the caller's transaction; not
 * thread-safe.
 */
final class HotWriter {
  /** 0001-01-01 and 9999-12-31T23:59:59.999999Z: what a time as text can show. */
  private static final long MIN_MICROS = -62_135_596_800_000_000L;

  private static final long MAX_MICROS = 253_402_300_799_999_999L;

  private final DuckDBConnection connection;
  private final SeriesTable series;

  HotWriter(DuckDBConnection connection) throws SQLException {
    this.connection = connection;
    this.series = SeriesTable.load(connection);
  }

  /** Commits the transaction. */
  void commit() throws SQLException {
    connection.commit();
    series.commit();
  }

  /** Forgets what the transaction would have added; the caller undoes the transaction itself. */
  void rollback() {
    series.rollback();
  }

  void write(List<SampleRound> rounds) throws SQLException {
    try (DuckDBAppender samples = connection.createAppender("sample");
        DuckDBAppender unavailable = connection.createAppender("unavailable")) {
      for (SampleRound round : rounds) {
        for (Sample sample : round.samples()) {
          series(samples, round, sample.metric(), sample.attributes());
          samples.append(sample.value()).endRow();
        }
        for (Sample.Unavailable gap : round.unavailable()) {
          series(unavailable, round, gap.metric(), gap.attributes());
          unavailable.append(gap.reason()).endRow();
        }
      }
    }
    series.write();
  }

  /**
   * Stores how far the journal is recorded. To be called before {@link #write}: a statement begins
   * the transaction in JDBC, an appender does not, and without one each 2048 rows it takes would be
   * committed by themselves.
   */
  void position(long nextPosition) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE state SET next_position = ?")) {
      update.setLong(1, nextPosition);
      update.executeUpdate();
    }
  }

  /** Stores the sequence numbers of one incarnation of an agent in place of those stored before. */
  void seen(SeenRecords.Source source, SequenceRanges ranges) throws SQLException {
    try (PreparedStatement delete =
            connection.prepareStatement("DELETE FROM seen WHERE agent_id = ? AND incarnation = ?");
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO seen VALUES (?, ?, ?, ?)")) {
      delete.setString(1, source.agentId());
      delete.setLong(2, source.incarnation());
      delete.executeUpdate();
      for (Map.Entry<Long, Long> range : ranges.ranges().entrySet()) {
        insert.setString(1, source.agentId());
        insert.setLong(2, source.incarnation());
        insert.setLong(3, range.getKey());
        insert.setLong(4, range.getValue());
        insert.executeUpdate();
      }
    }
  }

  private void series(
      DuckDBAppender row, SampleRound round, String metric, SortedMap<String, String> attributes)
      throws SQLException {
    row.beginRow().append(round.position());
    row.appendEpochMicros(shown(round.timeMicros()));
    row.append(series.id(round.host(), metric, attributes));
  }

  private static long shown(long micros) {
    return Math.clamp(micros, MIN_MICROS, MAX_MICROS);
  }
}
