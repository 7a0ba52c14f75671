package org.hinomi.agent.spool;

import java.time.Duration;

/**
 * How large the spool may get, and how old the samples in it.
 *
 * @param maxBytes of all segment files together; at least 4 segments
 * @param segmentBytes a segment that has reached this many bytes is followed by a new one
 * @param maxAge samples older than this go; a day at least
 * @param together what is put so soon after a sync waits for the rest of that time, so that one
 *     sync does for many; but {@link #MANY_BYTES} do not wait
 */
public record SpoolSettings(long maxBytes, long segmentBytes, Duration maxAge, Duration together) {
  /** As long as the collector keeps samples as they came, unless it is told otherwise. */
  public static final Duration DEFAULT_AGE = Duration.ofDays(14);

  /** What a program that writes without a pause has its records wait at most. */
  private static final Duration TOGETHER = Duration.ofMillis(500);

  /** So many are synced at once. */
  static final long MANY_BYTES = 256 << 10;

  /** With {@link #DEFAULT_AGE}; nothing waits. */
  public SpoolSettings(long maxBytes, long segmentBytes) {
    this(maxBytes, segmentBytes, DEFAULT_AGE, Duration.ZERO);
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
    return new SpoolSettings(maxBytes, Math.min(16L << 20, maxBytes / 16), maxAge, TOGETHER);
  }
}
