package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.duckdb.DuckDBConnection;
import org.hinomi.collector.record.parquet.PageChecks;
import org.hinomi.collector.record.parquet.ParquetFooter;
import org.hinomi.core.event.Identity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from the files of parts themselves what the manifest would say of them. Not thread-safe;
 * close it.
 */
final class PartScan implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PartScan.class);
  private static final Pattern EVENTS =
      Pattern.compile("event/class=[^/]+/date=\\d{4}-\\d\\d-\\d\\d/part-\\d{1,17}\\.parquet");
  private static final Pattern SAMPLES =
      Pattern.compile(
          "sample/class=samples-(raw|minute|hour)/date=\\d{4}-\\d\\d-\\d\\d/part-\\d{1,17}\\.parquet");

  private final Path history;
  private final DuckDBConnection connection;

  PartScan(Path history) throws IOException {
    this.history = history;
    this.connection = PartSearch.connect();
  }

  /** What the part of events of that name holds; empty: it is no whole part of ours. */
  Optional<Part> events(String name) throws IOException {
    Path file = history.resolve(name);
    return EVENTS.matcher(name).matches()
        ? read(
            name,
            () -> {
              PageChecks.check(file);
              if (!ParquetFooter.read(file).keyValues().containsKey("hinomi.format")) {
                throw new IOException(file + ": none of ours");
              }
              return part(name, "min(position), max(position)", "received", true);
            })
        : Optional.empty();
  }

  /** The same of samples. */
  Optional<Part> samples(String name) throws IOException {
    if (!SAMPLES.matcher(name).matches()) {
      return Optional.empty();
    }
    boolean raw = name.startsWith("sample/class=samples-raw/");
    return read(name, () -> part(name, raw ? "1, max(position)" : "1, 1", "time", false));
  }

  private interface Reading {
    Part part() throws IOException, SQLException;
  }

  private static Optional<Part> read(String name, Reading reading) throws IOException {
    try {
      return Optional.of(reading.part());
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("part", name).setCause(e).log("A part is not whole.");
      return Optional.empty();
    } catch (SQLException e) {
      if (!HotFile.isDamage(e)) {
        throw new IOException(name + ": " + HotFile.firstLine(e), e);
      }
      LOG.atWarn().addKeyValue("part", name).setCause(e).log("A part is not whole.");
      return Optional.empty();
    }
  }

  private Part part(String name, String positions, String received, boolean hashes)
      throws IOException, SQLException {
    Path file = history.resolve(name);
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                String.format(
                    Locale.ROOT,
                    "SELECT count(*), %s, epoch_us(min(time)), epoch_us(max(time)),"
                        + " epoch_us(min(%s)), epoch_us(max(%s)) FROM %s",
                    positions,
                    received,
                    received,
                    SampleParts.table(file)))) {
      if (!row.next() || row.getLong(1) == 0) {
        throw new IOException(file + ": no rows (expected: one at least)");
      }
      return new Part(
          name,
          Files.size(file),
          PartFiles.sha256(file),
          row.getLong(1),
          row.getLong(2),
          row.getLong(3),
          row.getLong(4),
          row.getLong(5),
          row.getLong(6),
          row.getLong(7),
          hashes ? RowGroupHashes.of(file) : List.of());
    }
  }

  /** Whether two parts of events hold the same position, or one cannot be read. Both are there. */
  boolean overlap(Part a, Part b) throws IOException {
    long from = Math.max(a.firstPosition(), b.firstPosition());
    long to = Math.min(a.lastPosition(), b.lastPosition());
    if (from > to) {
      return false;
    }
    Set<String> groups = new HashSet<>(a.groups());
    if (a.sha256().equals(b.sha256()) || b.groups().stream().anyMatch(groups::contains)) {
      return true;
    }
    try {
      return count(
              "SELECT count(*) FROM (SELECT position FROM %s) SEMI JOIN (SELECT position FROM %s)"
                  + " USING (position)",
              rows(a, from, to), rows(b, from, to))
          > 0;
    } catch (SQLException e) {
      if (HotFile.isDamage(e)) {
        return true;
      }
      throw new IOException(HotFile.firstLine(e), e);
    }
  }

  /** How many rows a part has in a range of positions, both ends included. */
  long rowsIn(Part part, long from, long to) throws IOException {
    try {
      return count("SELECT count(*) FROM %s", rows(part, from, to));
    } catch (SQLException e) {
      throw new IOException(part.file() + ": " + HotFile.firstLine(e), e);
    }
  }

  private String rows(Part part, long from, long to) {
    return SampleParts.table(history.resolve(part.file()))
        + " WHERE position BETWEEN "
        + from
        + " AND "
        + to;
  }

  private long count(String sql, Object... tables) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(String.format(Locale.ROOT, sql, tables))) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Counts the agents' records of a part as seen that are in a range of positions. */
  void identities(Part part, long from, long to, SeenRecords seen) throws IOException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT agent_id, incarnation, sequence FROM "
                    + rows(part, from, to)
                    + " AND agent_id IS NOT NULL ORDER BY ALL")) {
      while (row.next()) {
        seen.add(new Identity(row.getString(1), row.getLong(2), row.getLong(3)));
      }
      seen.commit();
    } catch (SQLException e) {
      throw new IOException(part.file() + ": " + HotFile.firstLine(e), e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}
