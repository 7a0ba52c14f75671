package org.hinomi.collector.record;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;

/** What the parts of samples hold: a day each, of samples as they came or of roll-ups. */
final class SampleParts {
  static final long DAY_MICROS = 86_400_000_000L;

  private SampleParts() {}

  /** By what it is kept: {@code samples-raw}, {@code samples-minute}, {@code samples-hour}. */
  static String retentionClass(Resolution resolution) {
    return "samples-" + resolution.name().toLowerCase(Locale.ROOT);
  }

  /** Which samples a part has. */
  static Resolution resolution(Part part) {
    return Resolution.valueOf(
        part.retentionClass().substring("samples-".length()).toUpperCase(Locale.ROOT));
  }

  /** Microseconds since 1970 at which a day begins. */
  static long from(LocalDate day) {
    return day.toEpochDay() * DAY_MICROS;
  }

  static long from(Part part) {
    return from(LocalDate.parse(part.day()));
  }

  /** A table of the rows of a file. */
  static String table(Path file) {
    // Its folders are no columns.
    return "read_parquet("
        + EventView.literal(file.toAbsolutePath().toString())
        + ", hive_partitioning = false)";
  }

  static boolean sameDay(Part a, Part b) {
    return a.retentionClass().equals(b.retentionClass()) && a.day().equals(b.day());
  }

  /**
   * The rows of a day as a question for the hot file: {@code host metric attributes time} and
   * {@code position value reason}, or {@code count low high total last last_time}. A bucket of a
   * roll-up may have several rows; readers put them together. What is not rolled up yet is left
   * out: its roll-up has the day written again.
   */
  static String rows(Resolution resolution, LocalDate day, Rolled rolled) {
    String span =
        " WHERE time >= make_timestamp("
            + from(day)
            + ") AND time < make_timestamp("
            + (from(day) + DAY_MICROS)
            + ")";
    String named = " FROM (%s) JOIN series ON id = series";
    if (resolution == Resolution.RAW) {
      String rolledUp = span + " AND position < " + rolled.position();
      return "SELECT host, metric, attributes, time, position, value, reason"
          + String.format(
              Locale.ROOT,
              named,
              "SELECT series, time, position, value, NULL::VARCHAR AS reason FROM sample"
                  + rolledUp
                  + " UNION ALL SELECT series, time, position, NULL, reason FROM unavailable"
                  + rolledUp);
    }
    StringBuilder tiers = new StringBuilder();
    for (Resolution.Tier tier : resolution.tiers()) {
      tiers.append(tiers.isEmpty() ? "" : " UNION ALL ");
      tiers.append("SELECT series, time, count, low, high, total, last, last_time FROM ");
      tiers.append(tier.table()).append(span);
    }
    return "SELECT host, metric, attributes, time, count, low, high, total, last, last_time"
        + String.format(Locale.ROOT, named, tiers);
  }
}
