package org.hinomi.collector.alert;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Silences in and out of their table. */
final class SilenceTable {
  static final String COLUMNS = "id, matchers, starts, ends, made_by, reason, made, ended_by";

  private SilenceTable() {}

  static void put(Connection connection, Silence silence) throws SQLException {
    try (PreparedStatement put =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO silence (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
      put.setString(1, silence.id());
      put.setString(
          2, silence.matchers().stream().map(Matcher::toString).collect(Collectors.joining("\n")));
      put.setLong(3, Micros.of(silence.from()));
      put.setLong(4, Micros.of(silence.until()));
      put.setString(5, silence.by());
      put.setString(6, silence.reason());
      put.setLong(7, Micros.of(silence.made()));
      put.setString(8, silence.endedBy());
      put.executeUpdate();
    }
  }

  /** Those that are not over. */
  static List<Silence> present(Connection connection, Instant now) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT " + COLUMNS + " FROM silence WHERE ends > ?")) {
      query.setLong(1, Micros.of(now));
      List<Silence> found = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(read(row));
        }
      }
      return found;
    }
  }

  static Silence read(ResultSet row) throws SQLException {
    return new Silence(
        row.getString(1),
        Arrays.stream(row.getString(2).split("\n"))
            .map(Matcher::of)
            .flatMap(Optional::stream)
            .toList(),
        Micros.instant(row.getLong(3)),
        Micros.instant(row.getLong(4)),
        row.getString(5),
        row.getString(6),
        Micros.instant(row.getLong(7)),
        row.getString(8));
  }
}
