package org.hinomi.collector.imports;

import java.nio.charset.StandardCharsets;

/** Says where a batch ends, the same at each reading. Not thread-safe. */
final class Batching {
  private static final int LINES = 8192;

  /** With a line of the longest length and its frame below what a collector takes at once. */
  private static final int BYTES = 2 << 20;

  /** What a frame of a line has beside it, about, where all else is that of the first one. */
  private static final int OF_LINE = 40;

  /** What a frame has beside its record, about, where it stands whole. */
  private static final int WHOLE = 300;

  private final int frame;
  private int lines;
  private long bytes;

  private Batching(int frame) {
    this.frame = frame;
  }

  static Batching ofLines() {
    return new Batching(OF_LINE);
  }

  /** Blocks give records their identity: with other blocks they would be other records. */
  static Batching ofBlocks() {
    return new Batching(WHOLE);
  }

  /**
   * @param path of the file: it stands in each frame, escaped
   */
  static Batching ofWhole(String path) {
    return new Batching(WHOLE + 2 * path.getBytes(StandardCharsets.UTF_8).length);
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
