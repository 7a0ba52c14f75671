package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBConnection;

/**
 * Writes the samples and roll-ups of days that are over into parts, which the manifest lists as it
 * does those of events, so that what is changed later shows. A day of which something came late is
 * written again, in place of the part before. Not thread-safe.
 *
 * <p>The days to write stand in the hot file, put there with the roll-up that changed them: a crash
 * between part and mark only writes the same again. With each day stands the first position that is
 * not in its parts: from there on the journal is needed.
 */
final class SampleSeal {
  /** As long as roll-ups wait for what is late. */
  private static final Duration AFTER = Duration.ofHours(2);

  private static final String UNFINISHED = "unfinished.tmp";

  private final DuckDBConnection connection;
  private final SampleSteps steps;

  /** Takes a connection of its own, without auto-commit. */
  SampleSeal(DuckDBConnection connection, EventStore store) {
    this.connection = connection;
    this.steps = store.sampleSteps();
  }

  /**
   * Makes the table of days that are to be written. A file that an older program made, or whose
   * parts are lost, is written whole.
   *
   * @param sealed whether parts of samples are known
   */
  static void prepare(DuckDBConnection connection, boolean sealed) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean known;
      try (ResultSet table =
          statement.executeQuery(
              "SELECT count(*) FROM duckdb_columns()"
                  + " WHERE table_name = 'unsealed' AND column_name = 'position'")) {
        known = table.next() && table.getLong(1) > 0;
      }
      if (!known) {
        statement.execute("DROP TABLE IF EXISTS unsealed");
        statement.execute("CREATE TABLE unsealed (day DATE PRIMARY KEY, position BIGINT NOT NULL)");
      }
      if (known && sealed) {
        return;
      }
      StringBuilder days = new StringBuilder("SELECT time, position FROM sample");
      days.append(" WHERE position < (SELECT position FROM rolled)");
      for (Resolution resolution : Resolution.ROLLED) {
        for (Resolution.Tier tier : resolution.tiers()) {
          days.append(" UNION ALL SELECT time, (SELECT position FROM rolled) FROM ");
          days.append(tier.table());
        }
      }
      statement.execute(insert(days.toString()));
    }
  }

  /**
   * The first journal position from which samples are in no part, or {@link Long#MAX_VALUE}: were
   * the hot file lost, the journal would have to give them again.
   */
  static long neededFrom(DuckDBConnection connection) throws SQLException {
    String open = " WHERE position >= (SELECT position FROM rolled)";
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT least((SELECT min(position) FROM unsealed),"
                    + " (SELECT min(position) FROM sample"
                    + open
                    + "), (SELECT min(position) FROM unavailable"
                    + open
                    + "), "
                    + Long.MAX_VALUE
                    + ")")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Marks the days of rows of {@code time} and {@code position}. */
  private static String insert(String rows) {
    return "INSERT INTO unsealed SELECT CAST(time AS DATE) AS day, min(position) FROM ("
        + rows
        + ") GROUP BY day ON CONFLICT (day) DO UPDATE"
        + " SET position = least(unsealed.position, excluded.position)";
  }

  /** Has a day written of which a sample at a position is in no part. */
  static void mark(DuckDBConnection connection, LocalDate day, long position) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          insert("SELECT DATE '" + day + "' AS time, " + position + "::BIGINT AS position"));
    }
  }

  /** Has the days of a range of positions written, in the transaction of their roll-up. */
  static String mark(long from, long to) {
    String range = " WHERE position >= " + from + " AND position < " + to;
    return insert(
        "SELECT time, position FROM sample"
            + range
            + " UNION ALL SELECT time, position FROM unavailable"
            + range);
  }

  /**
   * Writes what is to be written, and deletes parts kept long enough.
   *
   * @param all also days that are not over: their parts are replaced later
   */
  void run(Instant now, SampleRetention retention, boolean all) throws SQLException, IOException {
    Rolled rolled = Rolled.read(connection);
    LocalDate end = LocalDate.ofInstant(now.minus(AFTER), ZoneOffset.UTC);
    for (LocalDate day : days()) {
      if (!all && !day.isBefore(end)) {
        break;
      }
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      seal(day, rolled, now);
    }
    connection.commit();
    expire(rolled, retention, now);
  }

  private List<LocalDate> days() throws SQLException {
    List<LocalDate> days = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT epoch_us(CAST(day AS TIMESTAMP)) FROM unsealed ORDER BY day")) {
      while (row.next()) {
        days.add(LocalDate.ofEpochDay(Math.floorDiv(row.getLong(1), SampleParts.DAY_MICROS)));
      }
    }
    return days;
  }

  private void seal(LocalDate day, Rolled rolled, Instant now) throws SQLException, IOException {
    List<Part> added = new ArrayList<>();
    List<Path> unfinished = new ArrayList<>();
    List<Path> unlisted = new ArrayList<>();
    try {
      for (Resolution resolution : Resolution.values()) {
        if (SampleParts.from(day) < rolled.from(resolution)) {
          continue; // gone, or about to go
        }
        String name = steps.name(SampleParts.retentionClass(resolution), day);
        Path file = steps.path(name).resolveSibling(UNFINISHED);
        Files.createDirectories(file.resolveSibling(""));
        unfinished.add(file);
        Optional<Part> part = write(resolution, day, rolled, name, file);
        part.ifPresent(added::add);
      }
      // Only now: a file that no line lists for long looks like one that somebody put there.
      for (Part part : added) {
        Path file = steps.path(part.file());
        unlisted.add(file);
        steps.publish(file.resolveSibling(UNFINISHED), part.file());
      }
      steps.list(
          "",
          now,
          known ->
              new SampleSteps.Exchange(
                  added,
                  known.stream()
                      .filter(
                          before ->
                              added.stream().anyMatch(part -> SampleParts.sameDay(part, before)))
                      .toList()));
      unlisted.clear();
    } catch (InterruptedException e) {
      unlisted.clear(); // or not: the next start deletes what is in no line
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while samples are written", e);
    } finally {
      unfinished.addAll(unlisted);
      for (Path file : unfinished) {
        Files.deleteIfExists(file);
      }
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM unsealed WHERE day = DATE '" + day + "'");
    }
    connection.commit();
  }

  private Optional<Part> write(
      Resolution resolution, LocalDate day, Rolled rolled, String name, Path file)
      throws SQLException, IOException {
    String path = EventView.literal(file.toAbsolutePath().toString());
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY ("
              + SampleParts.rows(resolution, day, rolled)
              + " ORDER BY series, time) TO "
              + path
              + " (FORMAT parquet, COMPRESSION zstd)");
      try (ResultSet row =
          statement.executeQuery(
              "SELECT count(*), epoch_us(min(time)), epoch_us(max(time)) FROM "
                  + SampleParts.table(file))) {
        if (!row.next() || row.getLong(1) == 0) {
          return Optional.empty();
        }
        return Optional.of(
            new Part(
                name,
                Files.size(file),
                PartFiles.sha256(file),
                row.getLong(1),
                1,
                rolled.position() - 1, // all of the day up to this one are in it
                row.getLong(2),
                row.getLong(3),
                row.getLong(2),
                row.getLong(3)));
      }
    }
  }

  private void expire(Rolled rolled, SampleRetention retention, Instant now) throws IOException {
    try {
      for (Resolution resolution : Resolution.values()) {
        String retentionClass = SampleParts.retentionClass(resolution);
        long border = rolled.from(resolution);
        steps.list(
            "samples: kept " + retention.of(resolution).toDays() + " days",
            now,
            known ->
                new SampleSteps.Exchange(
                    List.of(),
                    known.stream()
                        .filter(part -> part.retentionClass().equals(retentionClass))
                        .filter(part -> SampleParts.from(part) + SampleParts.DAY_MICROS <= border)
                        .toList()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while samples are deleted", e);
    }
  }
}
