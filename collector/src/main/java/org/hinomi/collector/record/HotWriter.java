package org.hinomi.collector.record;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
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

  /** The last position that is in the parts of a day, by days since 1970. */
  private final Map<Long, Long> sealed = new HashMap<>();

  /** Samples before it are in the roll-ups. */
  private final long rolled;

  /**
   * @param parts of samples, from which the file may have been filled
   */
  HotWriter(DuckDBConnection connection, Collection<Part> parts) throws SQLException {
    this.connection = connection;
    this.series = SeriesTable.load(connection);
    this.rolled = Rolled.read(connection).position();
    for (Part part : parts) {
      long day = Math.floorDiv(SampleParts.from(part), SampleParts.DAY_MICROS);
      sealed.merge(day, part.lastPosition(), Math::max);
    }
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

  void write(List<SampleRound> all) throws SQLException {
    List<SampleRound> rounds = all;
    if (!all.isEmpty() && all.getFirst().position() < rolled) {
      rounds = all.stream().filter(round -> !isSealed(round)).toList();
      rollUp(rounds);
    }
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
   * Whether it came again from the journal, after the file was filled with the parts of its day.
   */
  private boolean isSealed(SampleRound round) {
    long day = Math.floorDiv(shown(round.timeMicros()), SampleParts.DAY_MICROS);
    return round.position() <= sealed.getOrDefault(day, Long.MIN_VALUE);
  }

  /**
   * What comes again from the journal below the position that counts as rolled up, and is in no
   * part: each sample is a row of its own for its buckets.
   */
  private void rollUp(List<SampleRound> rounds) throws SQLException {
    for (Resolution resolution : Resolution.ROLLED) {
      try (DuckDBAppender buckets =
          connection.createAppender(resolution.tiers().getFirst().table())) {
        for (SampleRound round : rounds) {
          long time = shown(round.timeMicros());
          for (Sample sample : round.samples()) {
            if (round.position() < rolled) {
              buckets.beginRow();
              buckets.append(series.id(round.host(), sample.metric(), sample.attributes()));
              buckets.appendEpochMicros(
                  Math.floorDiv(time, resolution.micros()) * resolution.micros());
              buckets.append(1L).append(sample.value()).append(sample.value());
              buckets.append(sample.value()).append(sample.value());
              buckets.appendEpochMicros(time).endRow();
            }
          }
        }
      }
    }
    Map<Long, Long> first = new HashMap<>();
    for (SampleRound round : rounds) {
      if (round.position() < rolled) {
        first.merge(
            Math.floorDiv(shown(round.timeMicros()), SampleParts.DAY_MICROS),
            round.position(),
            Math::min);
      }
    }
    for (Map.Entry<Long, Long> day : first.entrySet()) {
      SampleSeal.mark(connection, LocalDate.ofEpochDay(day.getKey()), day.getValue());
    }
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
