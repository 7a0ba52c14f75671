package org.hinomi.collector.record;

import java.time.Duration;

/**
 * What the hot index may use.
 *
 * @param memoryBytes bound of DuckDB's buffers, at least 64 MiB; Java's heap is apart
 * @param threads that work on one question or batch, at least 1
 * @param queryTimeout longest a question may take
 * @param partRows events that gather in memory before they become a part, at least 1
 */
public record HotSettings(long memoryBytes, int threads, Duration queryTimeout, int partRows) {
  /**
   * A row group: large enough to compress well, small enough to be read in some 10 ms. With the
   * batch that reaches it no more than 65,536 mostly, for which arrays that double have room.
   */
  private static final int PART_ROWS = 60_000;

  public static final HotSettings DEFAULT =
      new HotSettings(256L << 20, 2, Duration.ofSeconds(60), PART_ROWS);

  /**
   * For a collector at work: with more than one, the thread that writes spins in DuckDB while
   * another does its work, which took 5 of 18 CPU seconds a million records.
   */
  public static final HotSettings COLLECTOR =
      new HotSettings(256L << 20, 1, Duration.ofSeconds(60), PART_ROWS);

  public HotSettings {
    if (memoryBytes < 64L << 20 || threads < 1 || queryTimeout.toSeconds() < 1 || partRows < 1) {
      throw new IllegalArgumentException(
          "memory "
              + memoryBytes
              + " B, threads "
              + threads
              + ", timeout "
              + queryTimeout
              + " (expected: at least 64 MiB, 1, 1s)");
    }
  }
}
