package org.hinomi.collector.detect;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One host: its logs, its agent, and whether it said that it goes down. For one thread. */
final class HostRhythm {
  /** Rounds of samples before an agent's silence says something. */
  static final int ROUNDS = 10;

  private static final long MINUTE = 60_000_000L;

  /** So many rounds may be missing. */
  private static final int MISSING_ROUNDS = 5;

  final String host;
  final Map<String, SourceRhythm> logs = new LinkedHashMap<>();
  boolean working = true;
  long lastRound;
  long lastOfAgent;
  long lastOfOthers;
  long lastPosition;
  long shutdown;

  /** What its silence was found to be, by the last look; null where it is not silent. */
  @Nullable SeriesKey silence;

  /** Since when: a later word ends that. */
  long silentSince;

  private int rounds;
  private long interval;

  HostRhythm(String host) {
    this.host = host;
  }

  /**
   * A round of samples came.
   *
   * @param time when it was taken: what an agent could not send for a while comes all at once
   */
  void round(long time) {
    if (lastRound != 0 && time > lastRound) {
      long step = time - lastRound;
      // A pause is no interval: the shortest of late counts, slowly forgotten.
      interval = interval == 0 || step < interval ? step : interval + (step - interval) / 64;
      rounds = Math.min(rounds + 1, ROUNDS);
    }
    lastRound = time;
  }

  /** Whether its agent is known well enough. */
  boolean isKnown() {
    return rounds >= ROUNDS;
  }

  /** How long an agent may be silent: five rounds, at least a minute. */
  long agentPause() {
    return Math.max(MINUTE, MISSING_ROUNDS * interval);
  }

  /** Whether it said that it goes down just before it fell silent. */
  boolean wentDown(long lastWord) {
    return shutdown != 0 && Math.abs(lastWord - shutdown) <= 10 * MINUTE;
  }
}
