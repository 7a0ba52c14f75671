package org.hinomi.collector.record;

import java.time.Duration;

/**
 * How long samples are kept.
 *
 * @param raw each sample as it came, at least a day
 * @param minutes roll-ups over a minute, at least as long
 * @param hours roll-ups over an hour, at least as long
 */
public record SampleRetention(Duration raw, Duration minutes, Duration hours) {
  public static final SampleRetention DEFAULT =
      new SampleRetention(Duration.ofDays(14), Duration.ofDays(400), Duration.ofDays(3650));

  public SampleRetention {
    if (raw.compareTo(Duration.ofDays(1)) < 0
        || minutes.compareTo(raw) < 0
        || hours.compareTo(minutes) < 0) {
      throw new IllegalArgumentException(
          "raw "
              + raw
              + ", minutes "
              + minutes
              + ", hours "
              + hours
              + " (expected: at least a day, each at least as long as the one before)");
    }
  }

  Duration of(Resolution resolution) {
    return switch (resolution) {
      case RAW -> raw;
      case MINUTE -> minutes;
      case HOUR -> hours;
    };
  }
}
