package org.hinomi.collector.record;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.core.event.Identity;
import org.hinomi.core.sample.Sample;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows through DuckDB's appenders. The only place that knows the order of columns; another
 * way of bulk loading takes its place alone. Works inside the caller's transaction; not
 * thread-safe.
 */
final class HotWriter {
  /** 0001-01-01 and 9999-12-31T23:59:59.999999Z: what a time as text can show. */
  private static final long MIN_MICROS = -62_135_596_800_000_000L;

  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

  private static final long MAX_MICROS = 253_402_300_799_999_999L;

  private final DuckDBConnection connection;
  private final FieldsJson.Writer json = new FieldsJson.Writer();

  HotWriter(DuckDBConnection connection) {
    this.connection = connection;
  }

  void write(List<Decoded> records) throws SQLException {
    try (DuckDBAppender events = connection.createAppender("event");
        DuckDBAppender samples = connection.createAppender("sample");
        DuckDBAppender unavailable = connection.createAppender("unavailable")) {
      for (Decoded decoded : records) {
        switch (decoded) {
          case Event event -> event(events, event);
          case SampleRound round -> {
            for (Sample sample : round.samples()) {
              series(samples, round, sample.metric(), SeriesText.write(sample.attributes()));
              samples.append(sample.value()).endRow();
            }
            for (Sample.Unavailable gap : round.unavailable()) {
              series(unavailable, round, gap.metric(), SeriesText.write(gap.attributes()));
              unavailable.append(gap.reason()).endRow();
            }
          }
        }
      }
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

  private void event(DuckDBAppender row, Event event) throws SQLException {
    Map<String, Object> fields = event.fields();
    OriginalBytes original = OriginalBytes.of(event.original().bytes(), event.message());
    row.beginRow().append(event.position());
    row.appendEpochMicros(shown(event.timeMicros()));
    row.appendEpochMicros(shown(event.receivedMicros()));
    row.append(event.host()).append(event.sourceAddress()).append(event.transport().wireName());
    number(row, event.facility());
    number(row, event.severity());
    text(row, event.app());
    text(row, event.pid());
    row.append(event.message());
    bytes(row, original.whole());
    bytes(row, original.head());
    text(row, textOf(fields, Column.CODE));
    text(row, textOf(fields, Column.PROVIDER));
    text(row, textOf(fields, Column.CHANNEL));
    whole(row, wholeOf(fields, Column.RECORD_ID));
    text(row, textOf(fields, Column.USER_NAME));
    text(row, textOf(fields, Column.SOURCE_IP));
    text(row, textOf(fields, Column.OUTCOME));
    text(row, textOf(fields, Column.TRAP_OID));
    row.append(retentionClass(event));
    row.appendNull();
    Identity identity = event.identity();
    text(row, identity == null ? null : identity.agentId());
    whole(row, identity == null ? null : identity.incarnation());
    whole(row, identity == null ? null : identity.sequence());
    text(row, json.write(fields, HotWriter::hasNoColumn));
    row.endRow();
  }

  private static void series(DuckDBAppender row, SampleRound round, String metric, String series)
      throws SQLException {
    row.beginRow().append(round.position());
    row.appendEpochMicros(shown(round.timeMicros()));
    row.append(round.host()).append(metric).append(series);
  }

  /** A single value, for its column; a list stands in the JSON. */
  private static @Nullable String textOf(Map<String, Object> fields, Column column) {
    Object value = fields.get(column.field());
    return value == null || value instanceof List ? null : value.toString();
  }

  private static @Nullable Long wholeOf(Map<String, Object> fields, Column column) {
    return whole(fields.get(column.field()));
  }

  private static @Nullable Long whole(@Nullable Object value) {
    if (value instanceof Long known) {
      return known;
    }
    return value instanceof String text && WHOLE.matcher(text).matches()
        ? Long.valueOf(text)
        : null;
  }

  private static String retentionClass(Event event) {
    String kept = textOf(event.fields(), Column.RETENTION_CLASS);
    if (kept == null) {
      throw new IllegalStateException(
          "position " + event.position() + ": no retention class (expected: what enrich gave it)");
    }
    return kept;
  }

  /** Whether a field belongs into the JSON: it has no column, or its column cannot hold it. */
  private static boolean hasNoColumn(String field, Object value) {
    Column column = Column.among(field);
    if (column == null) {
      return true;
    }
    return column.kind() == FieldKind.INTEGER ? whole(value) == null : value instanceof List;
  }

  private static long shown(long micros) {
    return Math.clamp(micros, MIN_MICROS, MAX_MICROS);
  }

  private static void number(DuckDBAppender row, int value) throws SQLException {
    if (value < 0) {
      row.appendNull();
    } else {
      row.append((short) value);
    }
  }

  private static void whole(DuckDBAppender row, @Nullable Long value) throws SQLException {
    if (value == null) {
      row.appendNull();
    } else {
      row.append(value.longValue());
    }
  }

  private static void text(DuckDBAppender row, @Nullable String value) throws SQLException {
    if (value == null) {
      row.appendNull();
    } else {
      row.append(value);
    }
  }

  private static void bytes(DuckDBAppender row, byte @Nullable [] value) throws SQLException {
    if (value == null) {
      row.appendNull();
    } else {
      row.append(value);
    }
  }
}
