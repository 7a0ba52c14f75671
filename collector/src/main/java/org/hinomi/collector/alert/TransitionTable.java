package org.hinomi.collector.alert;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.collector.alert.Transition.Severity;

/** Transitions in and out of their table. */
final class TransitionTable {

  /** What {@link #read} wants, of a table called {@code t}. */
  static final String COLUMNS =
      "t.id, t.kind, t.rule, t.labels, t.severity, t.metric, t.value, t.level, t.since, t.at,"
          + " t.position, t.match";

  /** How many those are. */
  static final int COLUMN_COUNT = 12;

  private TransitionTable() {}

  /**
   * @return false where it is there already: the records that led to it were read again
   */
  static boolean insert(Connection connection, Transition transition, Cause cause, Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT OR IGNORE INTO transition (id, kind, rule, labels, severity, metric, value,"
                + " level, since, at, position, cause, recorded, match)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      insert.setString(1, transition.id());
      insert.setString(2, transition.kind().name());
      insert.setString(3, transition.rule());
      insert.setString(4, Labels.write(transition.labels()));
      insert.setString(5, transition.severity().name());
      insert.setString(6, transition.metric());
      set(insert, 7, transition.value());
      set(insert, 8, transition.level());
      insert.setLong(9, Micros.of(transition.since()));
      insert.setLong(10, Micros.of(transition.at()));
      insert.setLong(11, transition.position());
      insert.setString(12, cause.name());
      insert.setLong(13, Micros.of(now));
      insert.setString(14, Stored.write(transition.match()));
      return insert.executeUpdate() > 0;
    }
  }

  /** Reads {@link #COLUMNS} that start at column {@code first}. */
  static Transition read(ResultSet row, int first) throws SQLException {
    return new Transition(
        row.getString(first),
        Kind.valueOf(row.getString(first + 1)),
        row.getString(first + 2),
        new TreeMap<>(Labels.read(row.getString(first + 3))),
        Severity.valueOf(row.getString(first + 4)),
        row.getString(first + 5),
        get(row, first + 6),
        get(row, first + 7),
        Micros.instant(row.getLong(first + 8)),
        Micros.instant(row.getLong(first + 9)),
        row.getLong(first + 10),
        Stored.read(row.getString(first + 11), Transition.Match.class));
  }

  private static void set(PreparedStatement statement, int index, OptionalDouble value)
      throws SQLException {
    if (value.isPresent()) {
      statement.setDouble(index, value.getAsDouble());
    } else {
      statement.setNull(index, Types.REAL);
    }
  }

  private static OptionalDouble get(ResultSet row, int index) throws SQLException {
    double value = row.getDouble(index);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
