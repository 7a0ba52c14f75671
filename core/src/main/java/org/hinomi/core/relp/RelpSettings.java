package org.hinomi.core.relp;

import java.time.Duration;

/**
 * How a RELP session is held.
 *
 * @param window frames sent and not yet answered, at most
 * @param answerTimeout how long the peer may take for an answer before it is held for dead
 * @param connectTimeout how long a connection attempt may take
 * @param backoffFirst wait after the first failure; doubled with each further one
 * @param backoffMost the longest wait
 */
public record RelpSettings(
    int window,
    Duration answerTimeout,
    Duration connectTimeout,
    Duration backoffFirst,
    Duration backoffMost) {

  public RelpSettings {
    if (window < 1 || window > 65_536) {
      throw new IllegalArgumentException("window: " + window + " (expected: 1..65536)");
    }
    if (!answerTimeout.isPositive()
        || !connectTimeout.isPositive()
        || !backoffFirst.isPositive()
        || backoffMost.compareTo(backoffFirst) < 0) {
      throw new IllegalArgumentException(
          "timeouts and waits: "
              + answerTimeout
              + ", "
              + connectTimeout
              + ", "
              + backoffFirst
              + ", "
              + backoffMost
              + " (expected: > 0, the longest wait not below the first)");
    }
  }

  public static RelpSettings defaults() {
    return new RelpSettings(
        1024,
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        Duration.ofMillis(100),
        Duration.ofSeconds(30));
  }
}
