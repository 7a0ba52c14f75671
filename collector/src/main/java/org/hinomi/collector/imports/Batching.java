package org.hinomi.collector.imports;

/** Says where a batch ends, the same at each reading. Not thread-safe. */
final class Batching {
  private static final int LINES = 4096;
  private static final int BYTES = 512 << 10;

  private int lines;
  private long bytes;

  /** Counts a line; true when the batch ends behind it. */
  boolean endsWith(int length) {
    lines++;
    bytes += length;
    if (lines < LINES && bytes < BYTES) {
      return false;
    }
    lines = 0;
    bytes = 0;
    return true;
  }
}
