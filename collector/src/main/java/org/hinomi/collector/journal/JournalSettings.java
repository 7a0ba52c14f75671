package org.hinomi.collector.journal;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * Where a journal stands and how large it may grow in memory and per file.
 *
 * @param dir the folder of the segment files; made where absent
 * @param segmentBytes size of a segment file, allocated whole in advance; 64 KiB..2 GiB - 1
 * @param maxPendingBytes how many bytes may wait for the disk before receivers are told to stop; at
 *     least 64 KiB
 * @param zeroed whether segments are filled with zeros in advance: a sync then takes the disk once,
 *     which is what a sender waits for; where nobody waits, it is twice the work
 */
public record JournalSettings(Path dir, int segmentBytes, long maxPendingBytes, boolean zeroed) {
  public static final int DEFAULT_SEGMENT_BYTES = 64 << 20;
  public static final long DEFAULT_MAX_PENDING_BYTES = 32L << 20;

  public JournalSettings {
    requireNonNull(dir, "dir");
    if (segmentBytes < 64 << 10) {
      throw new IllegalArgumentException("segmentBytes: " + segmentBytes + " (expected: >= 65536)");
    }
    if (maxPendingBytes < 64 << 10) {
      throw new IllegalArgumentException(
          "maxPendingBytes: " + maxPendingBytes + " (expected: >= 65536)");
    }
  }

  /** With segments filled in advance. */
  public JournalSettings(Path dir, int segmentBytes, long maxPendingBytes) {
    this(dir, segmentBytes, maxPendingBytes, true);
  }

  /** The same for bulk: segments get their room on disk as they are written. */
  public JournalSettings forBulk() {
    return new JournalSettings(dir, segmentBytes, maxPendingBytes, false);
  }

  /** The journal of the history {@code data}, with the default sizes. */
  public static JournalSettings in(Path data) {
    return new JournalSettings(
        data.resolve("journal"), DEFAULT_SEGMENT_BYTES, DEFAULT_MAX_PENDING_BYTES);
  }
}
