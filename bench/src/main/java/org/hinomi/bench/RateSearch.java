package org.hinomi.bench;

import java.io.IOException;

/**
 * Looks for the highest rate that a receiver holds, in steps of {@link #FACTOR}. Short trials say
 * where to look; a rate counts as held when two of at most three long trials were, and as not held
 * when two were not: neither one unlucky second nor one lucky trial decides. From there it goes up
 * or down until one rate is held and the next one is not.
 */
final class RateSearch {
  /** From one rate to the next. */
  static final double FACTOR = 1.05;

  /** Messages a second, the lowest and about the highest rate that is tried. */
  static final long LOWEST = 1000;

  static final long HIGHEST = 5_000_000;

  private static final int LAST = step(HIGHEST);

  /** Of the short trials: the answer is first looked for this far away. */
  private static final int PROBE_STRIDE = 4;

  private static final int NEEDED = 2;

  /** Sends at a rate for a while. */
  interface Trial {
    /** Whether the receiver held the rate. */
    boolean holds(long rate) throws IOException, InterruptedException;
  }

  private final Trial probe;
  private final Trial full;

  /**
   * @param probe a short trial
   * @param full one that counts
   */
  RateSearch(Trial probe, Trial full) {
    this.probe = probe;
    this.full = full;
  }

  /**
   * Looks first where short trials say.
   *
   * @param guess messages a second; where it is wrong, more trials are needed
   * @return messages a second; 0: not even {@link #LOWEST} is held
   */
  long search(long guess) throws IOException, InterruptedException {
    int near = boundary(step(guess), PROBE_STRIDE, probe);
    return rate(boundary(Math.max(0, near), 1, this::settled));
  }

  /** The same from a rate that was found before, without short trials. */
  long searchNear(long found) throws IOException, InterruptedException {
    return rate(boundary(step(found), 1, this::settled));
  }

  private boolean settled(long rate) throws IOException, InterruptedException {
    int held = 0;
    int missed = 0;
    while (held < NEEDED && missed < NEEDED) {
      if (full.holds(rate)) {
        held++;
      } else {
        missed++;
      }
    }
    return held == NEEDED;
  }

  /** The highest step that holds, below one that does not; -1: none. */
  private static int boundary(int first, int firstStride, Trial trial)
      throws IOException, InterruptedException {
    int low = -1;
    int high = LAST + 1;
    int stride = firstStride;
    int at = first;
    while (high - low > 1) {
      if (trial.holds(rate(at))) {
        low = at;
      } else {
        high = at;
      }
      if (low >= 0 && high <= LAST) {
        at = (low + high) / 2;
      } else {
        at = low >= 0 ? Math.min(LAST, low + stride) : Math.max(0, high - stride);
        stride *= 2;
      }
    }
    return low;
  }

  /** The step next to a rate. */
  private static int step(long rate) {
    double steps = Math.log((double) Math.clamp(rate, LOWEST, HIGHEST) / LOWEST) / Math.log(FACTOR);
    return (int) Math.round(steps);
  }

  private static long rate(int step) {
    return step < 0 ? 0 : Math.round(LOWEST * Math.pow(FACTOR, step));
  }
}
