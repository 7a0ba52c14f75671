package org.hinomi.collector.journal;

/**
 * How much the journal takes in now: bytes a second, averaged with a memory of {@link
 * #MEMORY_NANOS} (exponential decay). One thread adds, any number ask.
 */
final class Pressure {
  private static final double MEMORY_NANOS = 300e6;

  /** As of a moment; together in one object so that a reader sees both of the same moment. */
  private record Rate(long atNanos, double bytesPerSecond) {
    double at(long nanos) {
      return bytesPerSecond * Math.exp(-Math.max(0, nanos - atNanos) / MEMORY_NANOS);
    }
  }

  private volatile Rate rate = new Rate(0, 0);

  /**
   * @param nanos monotonic time
   */
  void add(long bytes, long nanos) {
    rate = new Rate(nanos, rate.at(nanos) + bytes * 1e9 / MEMORY_NANOS);
  }

  double bytesPerSecond(long nanos) {
    return rate.at(nanos);
  }
}
