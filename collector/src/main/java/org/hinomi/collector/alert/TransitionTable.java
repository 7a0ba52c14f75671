package org.hinomi.collector.alert;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.collector.alert.Transition.Severity;
import org.hinomi.collector.detect.SeriesKey;
import org.jspecify.annotations.Nullable;

/** Transitions in and out of their table. */
final class TransitionTable {

  /** What {@link #read} wants, of a table called {@code t}. */
  static final String COLUMNS =
      "t.id, t.kind, t.rule, t.labels, t.severity, t.metric, t.value, t.level, t.since, t.at,"
          + " t.position, t.match, t.act, t.context";

  /** How many those are. */
  static final int COLUMN_COUNT = 14;

  private TransitionTable() {}

  /**
   * @return false where it is there already: the records that led to it were read again
   */
  static boolean insert(Connection connection, Transition transition, Cause cause, Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT OR IGNORE INTO transition (id, kind, rule, labels, severity, metric, value,"
                + " level, since, at, position, cause, recorded, match, act, context, life)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
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
      insert.setString(15, Stored.write(transition.act()));
      insert.setString(16, Stored.write(transition.context()));
      insert.setString(17, transition.life());
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
        Stored.read(row.getString(first + 11), Transition.Match.class),
        Stored.read(row.getString(first + 12), Act.class),
        context(row.getString(first + 13)));
  }

  private static Context context(@Nullable String json) {
    Context stored = Stored.read(json, Context.class);
    return stored == null ? Context.UNKNOWN : stored;
  }

  /** The step of this name. */
  static Optional<Transition> find(Connection connection, String id) throws SQLException {
    return first(connection, "t.id = ?", id);
  }

  /** The newest step of a life that records led to. */
  static Optional<Transition> newest(Connection connection, String life) throws SQLException {
    return first(
        connection,
        "t.life = ? AND t.kind IN ('RAISED', 'CHANGED', 'CLEARED') ORDER BY t.number DESC LIMIT 1",
        life);
  }

  private static Optional<Transition> first(Connection connection, String where, String value)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT " + COLUMNS + " FROM transition t WHERE " + where)) {
      query.setString(1, value);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(read(row, 1)) : Optional.empty();
      }
    }
  }

  /** Lives whose names begin so, at most two. */
  static List<String> lives(Connection connection, String prefix) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT DISTINCT life FROM transition WHERE life >= ? AND life < ? LIMIT 2")) {
      query.setString(1, prefix);
      // Names are hexadecimal: g comes after all of them.
      query.setString(2, prefix + "g");
      List<String> found = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(row.getString(1));
        }
      }
      return found;
    }
  }

  static boolean isClosed(Connection connection, String life) throws SQLException {
    return first(connection, "t.kind = 'CLOSED' AND t.life = ?", life).isPresent();
  }

  /** When alerts were raised from {@code since} on. */
  static void raises(Connection connection, Instant since, BiConsumer<SeriesKey, Instant> each)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT rule, labels, at FROM transition WHERE kind = 'RAISED' AND at > ?"
                + " ORDER BY at")) {
      query.setLong(1, Micros.of(since));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          each.accept(
              SeriesTable.key(row.getString(1), row.getString(2)), Micros.instant(row.getLong(3)));
        }
      }
    }
  }

  /** How often an alert was raised in the time before {@code at}, from {@code since} on. */
  static long raised(Connection connection, Transition alert, Instant since) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT count(*) FROM transition WHERE rule = ? AND labels = ? AND kind = 'RAISED'"
                + " AND at >= ? AND at < ?")) {
      query.setString(1, alert.rule());
      query.setString(2, Labels.write(alert.labels()));
      query.setLong(3, Micros.of(since));
      query.setLong(4, Micros.of(alert.at()));
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
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
