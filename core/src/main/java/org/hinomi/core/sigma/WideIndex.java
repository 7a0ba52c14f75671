package org.hinomi.core.sigma;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds which of many literals with characters beyond ASCII are anywhere in a text: each is filed
 * under the rarest of those. Immutable and thread-safe.
 */
final class WideIndex {
  private static final Entry[] NOTHING = {};

  /** A literal, where the character that it is filed under stands in it, and who looks for it. */
  private record Entry(String literal, int offset, int[] leaves) {}

  private final char[] keys;
  private final Entry[][] entries;

  /**
   * @param leaves by the literal that they look for: folded, with a character beyond ASCII
   */
  WideIndex(Map<String, int[]> leaves) {
    Map<Character, Integer> counts = new HashMap<>();
    for (String literal : leaves.keySet()) {
      literal.chars().forEach(c -> counts.merge((char) c, 1, Integer::sum));
    }
    Map<Character, List<Entry>> filed = new TreeMap<>();
    leaves.forEach(
        (literal, numbers) -> {
          int best = -1;
          for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c >= 128
                && (best < 0
                    || counts.getOrDefault(c, 0) < counts.getOrDefault(literal.charAt(best), 0))) {
              best = i;
            }
          }
          filed
              .computeIfAbsent(literal.charAt(best), c -> new ArrayList<>(1))
              .add(new Entry(literal, best, numbers));
        });
    this.keys = new char[filed.size()];
    this.entries = new Entry[filed.size()][];
    int next = 0;
    for (Map.Entry<Character, List<Entry>> each : filed.entrySet()) {
      keys[next] = each.getKey();
      entries[next++] = each.getValue().toArray(NOTHING);
    }
  }

  /**
   * Tells the trial of every leaf whose literal is in the text, in whatever case.
   *
   * @param text the text, {@link GramIndex#BEFORE} characters after the start
   * @param end after its last character
   */
  void find(char[] text, int end, Trial trial) {
    for (int i = GramIndex.BEFORE; i < end; i++) {
      if (text[i] < 128) {
        continue;
      }
      int at = Arrays.binarySearch(keys, Pattern.fold(text[i]));
      for (Entry entry : at < 0 ? NOTHING : entries[at]) {
        int start = i - entry.offset;
        if (start >= GramIndex.BEFORE
            && start + entry.literal.length() <= end
            && GramIndex.isAt(text, start, entry.literal)) {
          for (int leaf : entry.leaves) {
            trial.found(leaf);
          }
        }
      }
    }
  }
}
