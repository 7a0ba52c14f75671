package org.hinomi.core.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** "Did you mean": the name that takes the fewest slips of the finger to become another. */
final class Nearest {
  private Nearest() {}

  /** The nearest of the names, if no more than one letter in three, and at least one, differs. */
  static Optional<String> to(String typed, Collection<String> names) {
    int most = Math.max(1, typed.length() / 3);
    return names.stream()
        .filter(n -> distance(typed, n) <= most)
        .min(Comparator.comparingInt((String n) -> distance(typed, n)));
  }

  /**
   * Optimal string alignment distance: letters inserted, left out, replaced, or swapped with their
   * neighbour (Damerau 1964), each counting one.
   */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
