package org.hinomi.collector.journal;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where the durable records end, and which segment holds what: all that readers know of the writer.
 * Thread-safe.
 */
final class Tail {
  /**
   * The end of what is durable.
   *
   * @param segment first position of the segment that is written to
   * @param endOffset where its last synced group ends
   * @param nextPosition position of the record that comes next
   */
  record Durable(long segment, long endOffset, long nextPosition) {}

  private final ConcurrentNavigableMap<Long, Path> segments;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private volatile Durable durable;

  Tail(Map<Long, Path> segments, Durable durable) {
    this.segments = new ConcurrentSkipListMap<>(segments);
    this.durable = durable;
  }

  Durable durable() {
    return durable;
  }

  ConcurrentNavigableMap<Long, Path> segments() {
    return segments;
  }

  void add(long firstPosition, Path file) {
    segments.put(firstPosition, file);
  }

  void publish(Durable now) {
    advance(now);
    wake();
  }

  /** As {@link #publish}, but those who wait are woken by {@link #wake} only. */
  void advance(Durable now) {
    durable = now;
  }

  void wake() {
    lock.lock();
    try {
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the end is another than {@code seen}; gives the nanoseconds left, 0 when none. */
  long await(Durable seen, long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (durable.equals(seen) && left > 0) {
        left = moved.awaitNanos(left);
      }
      return Math.max(0, left);
    } finally {
      lock.unlock();
    }
  }
}
