package org.hinomi.collector.journal;

import org.hinomi.collector.receive.Chunk;

/**
 * How much the journal takes in now: bytes a second, averaged with a memory of {@link
 * #MEMORY_NANOS} (exponential decay). A byte of a datagram counts as {@value #DATAGRAM}: a stream
 * waits while its receiver is busy, a datagram is lost. One of SNMP counts as {@value
 * #NOTIFICATION}: to read and to record a notification takes some seven times as long as a line of
 * the same size. One of an import counts for nothing: it waits for each answer and loses nothing,
 * and it is over when its records can be searched. One thread at a time adds, any number ask.
 */
final class Pressure {
  private static final double MEMORY_NANOS = 300e6;
  private static final int DATAGRAM = 4;
  private static final int NOTIFICATION = 16;

  /** As of a moment; together in one object so that a reader sees both of the same moment. */
  private record Rate(long atNanos, double bytesPerSecond) {
    double at(long nanos) {
      return bytesPerSecond * Math.exp(-Math.max(0, nanos - atNanos) / MEMORY_NANOS);
    }
  }

  private volatile Rate rate = new Rate(0, 0);

  /** What a chunk counts for. */
  static long weight(Chunk chunk, int bytes) {
    return (long) bytes
        * switch (chunk.transport()) {
          case SYSLOG_UDP -> DATAGRAM;
          case SNMP -> NOTIFICATION;
          case IMPORT -> 0;
          default -> 1;
        };
  }

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
