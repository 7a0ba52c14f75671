package org.hinomi.agent.spool;

import java.time.Duration;

/**
 * How large the spool may get, and how old the samples in it.
 *
 * @param maxBytes of all segment files together; at least 4 segments
 * @param segmentBytes a segment that has reached this many bytes is followed by a new one
 * @param maxAge samples older than this go; a day at least
 */
public record SpoolSettings(long maxBytes, long segmentBytes, Duration maxAge) {
  /** As long as the collector keeps samples as they came, unless it is told otherwise. */
  public static final Duration DEFAULT_AGE = Duration.ofDays(14);

  /** With {@link #DEFAULT_AGE}. */
  public SpoolSettings(long maxBytes, long segmentBytes) {
    this(maxBytes, segmentBytes, DEFAULT_AGE);
  }

  public SpoolSettings {
    if (maxAge.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException("spool: age " + maxAge + " (expected: 1 day or more)");
    }
    if (segmentBytes < 4096 || maxBytes < 4 * segmentBytes) {
      throw new IllegalArgumentException(
          "spool: "
              + maxBytes
              + " bytes in segments of "
              + segmentBytes
              + " (expected: segments of at least 4 KiB, 4 of them or more)");
    }
  }

  public static SpoolSettings defaults() {
    return ofSize(256L << 20);
  }

  /** With {@link #DEFAULT_AGE}. */
  public static SpoolSettings ofSize(long maxBytes) {
    return ofSize(maxBytes, DEFAULT_AGE);
  }

  /** A spool of this size, in segments of a sixteenth of it, at most 16 MiB each. */
  public static SpoolSettings ofSize(long maxBytes, Duration maxAge) {
    return new SpoolSettings(maxBytes, Math.min(16L << 20, maxBytes / 16), maxAge);
  }
}
