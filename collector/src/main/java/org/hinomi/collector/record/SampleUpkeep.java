package org.hinomi.collector.record;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.duckdb.DuckDBConnection;
import org.hinomi.collector.record.Resolution.Tier;

/**
 * Rolls samples up, puts what is over in order, and deletes what has been kept long enough.
 *
 * <p>What is rolled up is a range of journal positions, not of time, and the position moves in the
 * same transaction: each sample is counted once, and one that comes late is one row more for its
 * bucket. Runs beside the thread that writes samples, in small transactions. Not thread-safe.
 */
final class SampleUpkeep {
  /** Samples in one transaction; a second's work. */
  private static final long ROLL_UP_ROWS = 2_000_000;

  private static final long DELETE_ROWS = 200_000;

  /** A block is put in order so long after its end, so that most of what is late is there. */
  private static final Duration SETTLE_AFTER = Duration.ofHours(2);

  private final DuckDBConnection connection;
  private final SampleRetention retention;
  private long rolledUp;
  private long deleted;

  /** Takes a connection of its own, without auto-commit. */
  SampleUpkeep(DuckDBConnection connection, SampleRetention retention) {
    this.connection = connection;
    this.retention = retention;
  }

  /**
   * What a run has done.
   *
   * @param rolledUp samples
   * @param deleted rows of samples and roll-ups
   */
  record Work(long rolledUp, long deleted) {}

  /**
   * Does all that there is to do, or ends early when its thread is interrupted. After an exception
   * nothing is lost: the next run goes on.
   */
  Work run(Instant now) throws SQLException {
    while (!interrupted() && rollUp()) {
      continue;
    }
    for (Resolution resolution : Resolution.ROLLED) {
      for (int i = 1; i < resolution.tiers().size(); i++) {
        Tier from = resolution.tiers().get(i - 1);
        Tier to = resolution.tiers().get(i);
        long border = floor(micros(now.minus(SETTLE_AFTER)), to.blockMicros());
        while (!interrupted() && settle(from.table(), to, border)) {
          continue;
        }
      }
    }
    for (Resolution resolution : Resolution.values()) {
      expire(resolution, floor(micros(now.minus(retention.of(resolution))), resolution.grain()));
    }
    return new Work(rolledUp, deleted);
  }

  /** Rolls a range of positions up; false when there was none. */
  private boolean rollUp() throws SQLException {
    long from = Rolled.read(connection).position();
    long next = number("SELECT next_position FROM state");
    String open = " WHERE position >= " + from;
    long samples = number("SELECT count(*) FROM sample" + open);
    long rows = samples + number("SELECT count(*) FROM unavailable" + open);
    if (rows == 0) {
      connection.rollback();
      return false;
    }
    long positions = (long) Math.ceil((double) (next - from) * ROLL_UP_ROWS / rows);
    long to = Math.min(next, from + Math.max(1, positions));
    for (Resolution resolution : Resolution.ROLLED) {
      String bucket = "date_trunc('" + resolution.unit() + "', time)";
      execute(
          "INSERT INTO "
              + resolution.tiers().getFirst().table()
              + " SELECT series, "
              + bucket
              + " AS bucket, count(*), min(value), max(value), sum(value),"
              + " arg_max(value, time), max(time) FROM sample WHERE position >= "
              + from
              + " AND position < "
              + to
              + " GROUP BY series, bucket ORDER BY series, bucket");
    }
    execute(SampleSeal.mark(from, to));
    execute("UPDATE rolled SET position = " + to);
    long rest = number("SELECT count(*) FROM sample WHERE position >= " + to);
    connection.commit();
    rolledUp += samples - rest;
    return true;
  }

  /** Moves the oldest block before {@code border} to the next tier; false when there was none. */
  private boolean settle(String open, Tier tier, long border) throws SQLException {
    String before = " WHERE time < make_timestamp(";
    long rows = number("SELECT count(*) FROM " + open + before + border + ")");
    if (rows == 0) {
      connection.rollback();
      return false;
    }
    long oldest = number("SELECT epoch_us(min(time)) FROM " + open);
    long end = floor(oldest, tier.blockMicros()) + tier.blockMicros();
    execute(
        "INSERT INTO "
            + tier.table()
            + " SELECT series, time, sum(count)::BIGINT, min(low), max(high), sum(total),"
            + " arg_max(last, last_time), max(last_time) FROM "
            + open
            + before
            + end
            + ") GROUP BY series, time ORDER BY series, time");
    execute("DELETE FROM " + open + before + end + ")");
    connection.commit();
    return true;
  }

  /**
   * Deletes what is older. The border moves first: from then on nobody reads what is going, and a
   * reader never meets half of it.
   */
  private void expire(Resolution resolution, long border) throws SQLException {
    String column = resolution.fromColumn();
    execute("UPDATE rolled SET " + column + " = " + border + " WHERE " + column + " < " + border);
    connection.commit();
    String old = " WHERE time < make_timestamp(" + border + ")";
    if (resolution == Resolution.RAW) {
      delete("sample", old + " AND position < (SELECT position FROM rolled)");
      delete("unavailable", old);
    } else {
      for (Tier tier : resolution.tiers()) {
        delete(tier.table(), old);
      }
    }
  }

  private void delete(String table, String old) throws SQLException {
    String some = "(SELECT rowid FROM " + table + old + " LIMIT " + DELETE_ROWS + ")";
    long gone = DELETE_ROWS;
    while (gone == DELETE_ROWS && !interrupted()) {
      gone = execute("DELETE FROM " + table + " WHERE rowid IN " + some);
      connection.commit();
      deleted += gone;
    }
  }

  private long execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeLargeUpdate(sql);
    }
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static boolean interrupted() {
    return Thread.currentThread().isInterrupted();
  }

  private static long floor(long micros, long length) {
    return Math.floorDiv(micros, length) * length;
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
