package org.hinomi.collector.imports;

import java.nio.charset.StandardCharsets;

/** Says where a batch ends, the same at each reading. Not thread-safe. */
final class Batching {
  private static final int LINES = 8192;

  /** With a line of the longest length and its frame below what a collector takes at once. */
  private static final int BYTES = 2 << 20;

  /** What a frame has beside its line and the path, about. */
  private static final int FRAME = 300;

  private final int frame;
  private int lines;
  private long bytes;

  /**
   * @param path of the file: it stands in each frame, escaped
   */
  Batching(String path) {
    frame = FRAME + 2 * path.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Counts a line; true when the batch ends behind it. */
  boolean endsWith(int length) {
    lines++;
    bytes += frame + length;
    if (lines < LINES && bytes < BYTES) {
      return false;
    }
    lines = 0;
    bytes = 0;
    return true;
  }
}
