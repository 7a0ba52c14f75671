package org.hinomi.agent.app;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.hinomi.agent.watch.RecordSink;
import org.hinomi.agent.watch.WatchedRecord;

/** Passes a source's records on and knows whether one has to wait. For one source. */
final class HeldSink implements RecordSink {
  private static final long NOT = Long.MIN_VALUE;

  private final RecordSink next;
  private final LongSupplier nanoTime;
  private volatile long since = NOT;

  /**
   * @param nanoTime a clock that only goes forward
   */
  HeldSink(RecordSink next, LongSupplier nanoTime) {
    this.next = next;
    this.nanoTime = nanoTime;
  }

  @Override
  public void put(WatchedRecord record) throws InterruptedException {
    since = nanoTime.getAsLong();
    try {
      next.put(record);
    } finally {
      since = NOT;
    }
  }

  /** Whether the record in hand has waited for so long. Callable from any thread. */
  boolean isHeld(Duration longerThan) {
    long from = since;
    return from != NOT && nanoTime.getAsLong() - from > longerThan.toNanos();
  }
}
