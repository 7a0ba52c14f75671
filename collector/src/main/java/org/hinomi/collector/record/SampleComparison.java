package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Locale;
import org.duckdb.DuckDBConnection;

/** Compares what questions for samples read with the parts that the manifest attests. */
public interface SampleComparison {

  /**
   * Compares a part of samples with the hot file.
   *
   * @return how many of its samples or buckets are otherwise there, are not there, or are there
   *     besides; 0 also where the day waits to be written again, or begins to go
   */
  long differing(Part part) throws IOException;

  /** Compares by a connection without auto-commit, as of one moment. */
  static long differing(DuckDBConnection connection, Path history, Part part) throws SQLException {
    LocalDate day = LocalDate.parse(part.day());
    try (Statement statement = connection.createStatement()) {
      if (waits(statement, day)) {
        return 0;
      }
      Rolled rolled = Rolled.read(connection);
      Resolution resolution = SampleParts.resolution(part);
      // A day that begins to go is not written again; a part may be newer than a copy of the file.
      if (SampleParts.from(day) < rolled.from(resolution)
          || part.lastPosition() >= rolled.position()) {
        return 0;
      }
      String hot = SampleParts.rows(resolution, day, rolled);
      String sealed = "SELECT * FROM " + SampleParts.table(history.resolve(part.file()));
      try (ResultSet row =
          statement.executeQuery(
              resolution == Resolution.RAW ? samples(sealed, hot) : buckets(sealed, hot))) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  private static boolean waits(Statement statement, LocalDate day) throws SQLException {
    try (ResultSet row =
        statement.executeQuery("SELECT count(*) FROM unsealed WHERE day = DATE '" + day + "'")) {
      return row.next() && row.getLong(1) > 0;
    }
  }

  private static String samples(String sealed, String hot) {
    return String.format(
        Locale.ROOT,
        "SELECT (SELECT count(*) FROM (%1$s EXCEPT ALL %2$s))"
            + " + (SELECT count(*) FROM (%2$s EXCEPT ALL %1$s))",
        sealed,
        hot);
  }

  /** Rows of a bucket may have been put together since, in another order of adding. */
  private static String buckets(String sealed, String hot) {
    String bucket =
        "(SELECT host, metric, attributes, time, sum(count) AS n, min(low) AS low,"
            + " max(high) AS high, sum(total) AS total, list(last) AS lasts,"
            + " arg_max(last, last_time) AS last, max(last_time) AS last_time FROM (%s) GROUP BY ALL)";
    return "SELECT count(*) FROM "
        + String.format(Locale.ROOT, bucket, sealed)
        + " AS a FULL JOIN "
        + String.format(Locale.ROOT, bucket, hot)
        + " AS b USING (host, metric, attributes, time) WHERE a.n IS DISTINCT FROM b.n"
        + " OR a.low IS DISTINCT FROM b.low OR a.high IS DISTINCT FROM b.high"
        + " OR a.last_time IS DISTINCT FROM b.last_time OR NOT list_contains(a.lasts, b.last)"
        + " OR abs(a.total - b.total) > 1e-9 * greatest(abs(a.low), abs(a.high)) * a.n";
  }
}
