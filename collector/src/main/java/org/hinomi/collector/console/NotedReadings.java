package org.hinomi.collector.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What has been noted of late that users read or import, so that the pages of a long answer, the
 * looks of one who follows and the batches of an import are one record of the audit trail, and
 * those of the next hour another. That a request says itself that it goes on is not enough: then
 * nobody who says so would be noted. Of each there is a hash alone: a question may be long, and is
 * nobody's business. Thread-safe.
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

  /**
   * Remembers that it is noted now, unless it was within the last hour.
   *
   * @return whether it is to be noted: of several who ask at once, one is told so
   */
  synchronized boolean begins(String reading) {
    Long at = noted.get(hash(reading));
    if (at != null && nanoTime.getAsLong() - at < GOOD_FOR.toNanos()) {
      return false;
    }
    add(reading);
    return true;
  }

  /** Remembers that it is noted now. */
  synchronized void add(String reading) {
    String hash = hash(reading);
    noted.remove(hash);
    noted.put(hash, nanoTime.getAsLong());
    if (noted.size() > MOST) {
      noted.remove(noted.keySet().iterator().next());
    }
  }

  /** It could not be noted: the next is to be. */
  synchronized void forget(String reading) {
    noted.remove(hash(reading));
  }

  private static String hash(String reading) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(reading.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
