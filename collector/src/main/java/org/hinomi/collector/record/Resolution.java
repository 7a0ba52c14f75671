package org.hinomi.collector.record;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How finely samples are kept. The finer ones go earlier. */
enum Resolution {
  /** Each sample as it came. */
  RAW(Duration.ZERO, "raw_from"),
  MINUTE(
      Duration.ofMinutes(1),
      "minutes_from",
      new Tier("minute_open", Duration.ZERO),
      new Tier("minute", Duration.ofDays(1))),
  HOUR(
      Duration.ofHours(1),
      "hours_from",
      new Tier("hour_open", Duration.ZERO),
      new Tier("hour_day", Duration.ofDays(1)),
      new Tier("hour", Duration.ofDays(30)));

  static final List<Resolution> ROLLED = List.of(MINUTE, HOUR);

  private final Duration bucket;
  private final String from;
  private final Tier[] tiers;

  /**
   * Where roll-ups stand. They go from one tier to the next, in which longer blocks of time are in
   * the order of series, so that a question for one series reads little of each.
   *
   * @param block zero: in the order of the roll-ups, a bucket in several rows
   */
  record Tier(String table, Duration block) {
    long blockMicros() {
      return block.toSeconds() * 1_000_000;
    }
  }

  Resolution(Duration bucket, String from, Tier... tiers) {
    this.bucket = bucket;
    this.from = from;
    this.tiers = tiers;
  }

  /** Length of a bucket, which begins at a whole multiple of it since 1970; 0: no buckets. */
  long micros() {
    return bucket.toSeconds() * 1_000_000;
  }

  /** As {@code date_trunc} calls it. */
  String unit() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** From the newest to the oldest roll-ups. */
  List<Tier> tiers() {
    return Arrays.asList(tiers);
  }

  /** What is deleted together, in microseconds. */
  long grain() {
    return tiers.length == 0 ? HOUR.micros() : tiers[tiers.length - 1].blockMicros();
  }

  /** Column of {@code rolled}: microseconds since 1970 before which this one may be deleted. */
  String fromColumn() {
    return from;
  }
}
