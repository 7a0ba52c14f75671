package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a hot file that was made anew with the samples and roll-ups of the days that are in parts.
 * What came after them comes again from the journal, as far as that goes back.
 */
final class SampleRestore {
  private static final Logger LOG = LoggerFactory.getLogger(SampleRestore.class);

  private final DuckDBConnection connection;
  private final Path history;

  /** Works in the transaction of the caller. */
  SampleRestore(DuckDBConnection connection, Path history) {
    this.connection = connection;
    this.history = history;
  }

  /**
   * Does it where the file is new; a part that is not what was written is left out, and that is
   * said.
   *
   * @return the parts whose samples are in the file
   */
  List<Part> run(List<Part> parts) throws SQLException, IOException {
    if (parts.isEmpty() || !isNew()) {
      return parts;
    }
    List<Part> there = new ArrayList<>();
    for (Part part : parts) {
      Path file = history.resolve(part.file());
      if (Files.exists(file) && PartFiles.sha256(file).equals(part.sha256())) {
        there.add(part);
      } else {
        LOG.atWarn()
            .addKeyValue("file", file)
            .log("A part of samples is not what was written; hinomi verify says more.");
      }
    }
    there.sort(Comparator.comparing(Part::day));
    for (Part part : there) {
      load(part);
    }
    long rolled = there.stream().mapToLong(part -> part.lastPosition() + 1).max().orElse(1);
    execute("UPDATE rolled SET position = " + rolled);
    for (Resolution finer : List.of(Resolution.RAW, Resolution.MINUTE)) {
      // What is older is answered from the coarser ones.
      OptionalLong from =
          there.stream()
              .filter(part -> SampleParts.resolution(part) == finer)
              .mapToLong(SampleParts::from)
              .min();
      if (from.isPresent()) {
        execute("UPDATE rolled SET " + finer.fromColumn() + " = " + from.getAsLong());
      }
    }
    LOG.atInfo()
        .addKeyValue("parts", there.size())
        .log("Samples and roll-ups were taken from their parts.");
    return there;
  }

  private boolean isNew() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT (SELECT count(*) FROM series), (SELECT next_position FROM state)")) {
      return row.next() && row.getLong(1) == 0 && row.getLong(2) == 1;
    }
  }

  private void load(Part part) throws SQLException {
    String rows = SampleParts.table(history.resolve(part.file()));
    execute(
        "INSERT INTO series SELECT (SELECT coalesce(max(id), 0) FROM series)"
            + " + row_number() OVER (ORDER BY host, metric, attributes), host, metric, attributes"
            + " FROM (SELECT DISTINCT host, metric, attributes FROM "
            + rows
            + " EXCEPT SELECT host, metric, attributes FROM series)");
    String named = " FROM " + rows + " JOIN series USING (host, metric, attributes)";
    switch (SampleParts.resolution(part)) {
      case RAW -> {
        execute(
            "INSERT INTO sample SELECT position, time, id, value"
                + named
                + " WHERE reason IS NULL ORDER BY position");
        execute(
            "INSERT INTO unavailable SELECT position, time, id, reason"
                + named
                + " WHERE reason IS NOT NULL ORDER BY position");
      }
      case MINUTE -> buckets("minute", named);
      case HOUR -> buckets("hour_day", named);
    }
  }

  private void buckets(String table, String named) throws SQLException {
    execute(
        "INSERT INTO "
            + table
            + " SELECT id, time, count, low, high, total, last, last_time"
            + named
            + " ORDER BY id, time");
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
