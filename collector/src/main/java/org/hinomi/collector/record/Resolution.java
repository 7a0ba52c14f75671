package org.hinomi.collector.record;

import java.time.Duration;
import java.util.List;

/** How finely samples are kept. The finer ones go earlier. */
enum Resolution {
  /** Each sample as it came. */
  RAW(0, Duration.ZERO, "sample", "raw_from"),
  MINUTE(60, Duration.ofDays(1), "minute", "minutes_from"),
  HOUR(3600, Duration.ofDays(30), "hour", "hours_from");

  static final List<Resolution> ROLLED = List.of(MINUTE, HOUR);

  private final long seconds;
  private final Duration block;
  private final String table;
  private final String from;

  Resolution(long seconds, Duration block, String table, String from) {
    this.seconds = seconds;
    this.block = block;
    this.table = table;
    this.from = from;
  }

  /** Length of a bucket, which begins at a whole multiple of it since 1970; 0: no buckets. */
  long micros() {
    return seconds * 1_000_000;
  }

  /** Length of time that is ordered by series as one; few enough blocks in what is asked for. */
  long blockMicros() {
    return block.toSeconds() * 1_000_000;
  }

  /** Blocks that are over, each ordered by series and time. */
  String table() {
    return table;
  }

  /** What was rolled up since: in the order of the roll-ups, a bucket in several rows. */
  String openTable() {
    return table + "_open";
  }

  /** Column of {@code rolled}: microseconds since 1970 before which this one may be deleted. */
  String fromColumn() {
    return from;
  }
}
