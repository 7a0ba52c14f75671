package org.hinomi.agent.spool;

/**
 * How large the spool may get.
 *
 * @param maxBytes of all segment files together; at least 4 segments
 * @param segmentBytes a segment that has reached this many bytes is followed by a new one
 */
public record SpoolSettings(long maxBytes, long segmentBytes) {

  public SpoolSettings {
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

  /** A spool of this size, in segments of a sixteenth of it, at most 16 MiB each. */
  public static SpoolSettings ofSize(long maxBytes) {
    return new SpoolSettings(maxBytes, Math.min(16L << 20, maxBytes / 16));
  }
}
