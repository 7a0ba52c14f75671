package org.hinomi.collector.app;

import org.hinomi.core.settings.Section;

/**
 * How large the journal may grow per file and in memory.
 *
 * @param segmentSize bytes of a segment file, allocated whole in advance
 * @param pendingLimit bytes that may wait for the disk before receivers are told to stop
 * @param keepSize bytes of segments that stay although the history has all their records
 */
public record JournalLimits(int segmentSize, long pendingLimit, long keepSize) {

  private static final long DEFAULT_SEGMENT_SIZE = 64L << 20;
  private static final long DEFAULT_PENDING_LIMIT = 64L << 20;

  private static final long DEFAULT_KEEP_SIZE = 1L << 30;

  static JournalLimits read(Section s) {
    return new JournalLimits(
        Math.toIntExact(s.size("segment-size", 1L << 20, 1L << 30).orElse(DEFAULT_SEGMENT_SIZE)),
        s.size("pending-limit", 1L << 20, 4L << 30).orElse(DEFAULT_PENDING_LIMIT),
        s.size("keep-size", 1L << 20, 1L << 50).orElse(DEFAULT_KEEP_SIZE));
  }
}
