package org.hinomi.core.sigma;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which leaves the values of a field answered when they were searched: programs, users and hosts
 * are the same in many events. A value takes the place of the one before in its slot; where values
 * hardly come again it stands aside for a while. For one thread.
 */
final class KnownValues {
  private static final int SLOTS = 128;
  private static final int SHORTEST = 6;
  private static final int LONGEST = 512;

  /** A value that was known counts for so many that were not. */
  private static final int WORTH = 4;

  private static final int MOST = 1_024;
  private static final int LEAST = -512;

  /** For how many values it stands aside. */
  private static final int ASIDE = 8_192;

  private final @Nullable String[] values = new String[SLOTS];
  private final int[][] leaves = new int[SLOTS][];
  private int score;
  private int aside;

  /** Whether it takes such a value. */
  boolean takes(String value) {
    if (aside > 0) {
      aside--;
      return false;
    }
    return value.length() >= SHORTEST && value.length() <= LONGEST;
  }

  /** The numbers of the leaves of a value; null where they are not known. */
  int @Nullable [] leaves(String value) {
    int slot = slot(value);
    if (value.equals(values[slot])) {
      score = Math.min(MOST, score + WORTH);
      return leaves[slot];
    }
    if (--score < LEAST) {
      score = 0;
      aside = ASIDE;
    }
    return null;
  }

  /** The first so many of {@code found} are those of a value. */
  void know(String value, int[] found, int count) {
    int slot = slot(value);
    values[slot] = value;
    leaves[slot] = Arrays.copyOf(found, count);
  }

  private static int slot(String value) {
    int hash = value.hashCode();
    return (hash ^ hash >>> 15) & SLOTS - 1;
  }
}
