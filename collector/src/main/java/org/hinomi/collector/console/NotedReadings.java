package org.hinomi.collector.console;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What has been noted of late that users read or import, so that the pages of a long answer, the
 * looks of one who follows and the batches of an import are one record of the audit trail, and
 * those of the next hour another. That a request says itself that it goes on is not enough: then
 * nobody who says so would be noted. Thread-safe.
 */
final class NotedReadings {
  private static final int MOST = 4_096;
  private static final Duration GOOD_FOR = Duration.ofHours(1);

  private final LongSupplier nanoTime;

  /** When each was noted, the oldest first. */
  private final Map<String, Long> noted = new LinkedHashMap<>();

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  NotedReadings(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether this has been noted within the last hour. */
  synchronized boolean has(String reading) {
    Long at = noted.get(reading);
    return at != null && nanoTime.getAsLong() - at < GOOD_FOR.toNanos();
  }

  /** Remembers that it is noted now. */
  synchronized void add(String reading) {
    noted.remove(reading);
    noted.put(reading, nanoTime.getAsLong());
    if (noted.size() > MOST) {
      noted.remove(noted.keySet().iterator().next());
    }
  }
}
