package org.hinomi.collector.detect;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One host: its logs, its agent, and whether it said that it goes down. For one thread. */
final class HostRhythm {
  /** Rounds of samples before an agent's silence says something. */
  static final int ROUNDS = 10;

  private static final long MINUTE = 60_000_000L;

  /** How often it is worth keeping: what is lost is when the agent spoke last. */
  private static final long KEPT_EVERY = 10 * MINUTE;

  /** A host that was silent for so long before a start is one that is no more. */
  private static final long FORGOTTEN = 7 * 24 * 60 * MINUTE;

  private static final byte LAYOUT = 1;
  private static final int BYTES = 1 + 5 * 8 + 4;

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

  /** Whether something changed since it was kept last. */
  boolean dirty;

  /** When it was kept last. */
  private long kept;

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

  /** Whether it is time to keep what is known of it. */
  boolean isDue() {
    return isKnown() && !dirty && (kept == 0 || lastOfAgent - kept >= KEPT_EVERY);
  }

  byte[] write() {
    dirty = false;
    kept = lastOfAgent;
    return ByteBuffer.allocate(BYTES)
        .put(LAYOUT)
        .putLong(lastRound)
        .putLong(lastOfAgent)
        .putLong(lastPosition)
        .putLong(shutdown)
        .putLong(interval)
        .putInt(rounds)
        .array();
  }

  /**
   * Takes back what was written; nothing where it is of another layout, or the host long gone.
   *
   * @param now when the collector began to listen
   */
  void read(byte[] state, long now) {
    if (state.length != BYTES || state[0] != LAYOUT) {
      return;
    }
    ByteBuffer in = ByteBuffer.wrap(state, 1, BYTES - 1);
    long round = in.getLong();
    long agent = in.getLong();
    if (now - agent > FORGOTTEN) {
      return;
    }
    lastRound = round;
    lastOfAgent = agent;
    lastPosition = in.getLong();
    shutdown = in.getLong();
    interval = in.getLong();
    rounds = Math.clamp(in.getInt(), 0, ROUNDS);
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
