package org.hinomi.collector.decode.agent;

import org.hinomi.core.event.AgentFrame;
import org.jspecify.annotations.Nullable;

/**
 * The structured data seen last, found again by their bytes: by the agent's name in one of {@value
 * #SETS} sets, in a set the one met last first. Not thread-safe; bounded.
 */
final class KnownParams {
  private static final int SETS = 64;
  private static final int WAYS = 8;

  /** Longer ones are rare and not kept. */
  static final int LONGEST = 1024;

  /** The agent's name stands behind this in what our agents write. */
  private static final int NAME_AT =
      ("[" + AgentFrame.SD_ID + " " + AgentFrame.AGENT + "=\"").length();

  private static final int NAME_BYTES = 24;

  /** Digits of a number that surely fits. */
  private static final int DIGITS = 18;

  private final @Nullable FrameParams[][] sets = new FrameParams[SETS][WAYS];
  private @Nullable FrameParams last;
  private long sequence;
  private int end;

  /** Finds what the structured data that start at {@code p} say; null where they are new. */
  @Nullable FrameParams find(byte[] b, int p, int limit) {
    FrameParams same = last;
    if (same != null && matches(same, b, p, limit)) {
      return same;
    }
    @Nullable FrameParams[] set = sets[set(b, p, limit)];
    for (int way = 0; way < WAYS; way++) {
      FrameParams known = set[way];
      if (known == null) {
        return null;
      }
      if (matches(known, b, p, limit)) {
        if (way > 0) {
          System.arraycopy(set, 0, set, 1, way);
          set[0] = known;
        }
        last = known;
        return known;
      }
    }
    return null;
  }

  private boolean matches(FrameParams known, byte[] b, int p, int limit) {
    int first = known.digits(b, p, limit);
    if (first < 0) {
      return false;
    }
    long number = 0;
    int q = first;
    while (q < limit && b[q] >= '0' && b[q] <= '9' && q - first < DIGITS) {
      number = number * 10 + (b[q++] - '0');
    }
    int behind = number == 0 ? -1 : known.end(b, q, limit);
    if (behind < 0) {
      return false;
    }
    sequence = number;
    end = behind;
    return true;
  }

  /** The sequence of what was found last. */
  long sequence() {
    return sequence;
  }

  /** Where the structured data end that were found last. */
  int end() {
    return end;
  }

  /** Keeps what was read at {@code p}; the one of its set met longest ago goes. */
  void add(FrameParams params, byte[] b, int p, int limit) {
    @Nullable FrameParams[] set = sets[set(b, p, limit)];
    System.arraycopy(set, 0, set, 1, WAYS - 1);
    set[0] = params;
    last = params;
  }

  private static int set(byte[] b, int p, int limit) {
    int from = p + NAME_AT;
    int hash = 0;
    for (int i = from; i < Math.min(from + NAME_BYTES, limit); i++) {
      hash = hash * 31 + b[i];
    }
    return (hash ^ (hash >>> 15)) & (SETS - 1);
  }
}
