package org.hinomi.core.sigma;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds which of many literals are in a text: each is filed under the rarest few characters of it,
 * and every place of the text is looked up once, whatever the number of literals. A literal that is
 * long enough is filed under several in a row, so that only every second or fourth place has to be
 * looked up. Immutable and thread-safe.
 */
final class GramIndex {
  private static final int LONGEST = 4;
  private static final int[] STEPS = {1, 2, 4};
  private static final int[] EVERY = {1};

  /**
   * A literal that a leaf looks for.
   *
   * @param literal folded, not empty
   * @param atStart whether it must begin the text
   * @param atEnd whether it must end it
   * @param leaf the number of the leaf
   */
  record Wanted(String literal, boolean atStart, boolean atEnd, int leaf) {}

  /** A literal, where its gram stands in it, and who wants it. */
  private record Entry(String literal, int offset, Wanted[] wanted) {}

  private final List<Table> tables = new ArrayList<>();

  GramIndex(List<Wanted> all) {
    Map<String, List<Wanted>> byLiteral = new HashMap<>();
    for (Wanted one : all) {
      byLiteral.computeIfAbsent(one.literal, l -> new ArrayList<>(1)).add(one);
    }
    Map<Long, Integer> counts = new HashMap<>();
    for (String literal : byLiteral.keySet()) {
      for (int length = 2; length <= LONGEST; length++) {
        for (int i = 0; i + length <= literal.length(); i++) {
          counts.merge(gram(literal, i, length), 1, Integer::sum);
        }
      }
    }
    for (int length = 1; length <= LONGEST; length++) {
      for (int step : length == LONGEST ? STEPS : EVERY) {
        Map<Long, List<Entry>> filed = new HashMap<>();
        for (Map.Entry<String, List<Wanted>> each : byLiteral.entrySet()) {
          String literal = each.getKey();
          if (Math.min(literal.length(), LONGEST) == length && step(literal) == step) {
            file(literal, each.getValue().toArray(Wanted[]::new), length, step, counts, filed);
          }
        }
        if (!filed.isEmpty()) {
          tables.add(new Table(length, step, filed));
        }
      }
    }
  }

  /**
   * How many places apart a text may be looked at for a literal: so far that one of as many grams
   * of it in a row is met, wherever it stands.
   */
  private static int step(String literal) {
    int room = literal.length() - LONGEST + 1;
    return room >= 4 ? 4 : room >= 2 ? 2 : 1;
  }

  private static void file(
      String literal,
      Wanted[] wanted,
      int length,
      int step,
      Map<Long, Integer> counts,
      Map<Long, List<Entry>> filed) {
    int best = 0;
    long least = Long.MAX_VALUE;
    for (int i = 0; i + length + step - 1 <= literal.length(); i++) {
      long common = 0;
      for (int j = i; j < i + step; j++) {
        common += commonness(literal, j, length, counts);
      }
      if (common < least) {
        best = i;
        least = common;
      }
    }
    for (int i = best; i < best + step; i++) {
      filed
          .computeIfAbsent(gram(literal, i, length), g -> new ArrayList<>(1))
          .add(new Entry(literal, i, wanted));
    }
  }

  /**
   * Tells the trial of every leaf whose literal is in the text, at its place.
   *
   * @param ascii whether all characters of the text are of ASCII
   */
  void find(char[] folded, int length, boolean ascii, Trial trial) {
    for (int i = 0; i < tables.size(); i++) {
      tables.get(i).find(folded, length, ascii, trial);
    }
  }

  /** How common a gram may be in texts, told by how common it and its pairs are in the literals. */
  private static long commonness(String literal, int start, int length, Map<Long, Integer> counts) {
    long common = 1_000L * counts.getOrDefault(gram(literal, start, length), 0);
    for (int i = start; i < start + length - 1; i++) {
      common += counts.getOrDefault(gram(literal, i, 2), 0);
    }
    return common;
  }

  private static long gram(CharSequence text, int start, int length) {
    long gram = 0;
    for (int i = start; i < start + length; i++) {
      gram = gram << 16 | text.charAt(i);
    }
    return gram;
  }

  /** Open addressing, with a bit for each hash so that most places cost one look. */
  private static final class Table {
    private static final Entry[] NOTHING = {};

    private final int length;
    private final int step;

    /** Whether a literal of ASCII may be in a text that is longer than the gram. */
    private final boolean asciiInside;

    /** Whether one with characters beyond ASCII may. */
    private final boolean otherInside;

    private final long mask;
    private final long[] bits;
    private final long[] keys;
    private final Entry[][] entries;

    Table(int length, int step, Map<Long, List<Entry>> filed) {
      this.length = length;
      this.step = step;
      this.asciiInside = isInside(filed, true);
      this.otherInside = isInside(filed, false);
      this.mask = length == LONGEST ? -1L : (1L << 16 * length) - 1;
      int size = Integer.highestOneBit(filed.size() * 4 + 8) * 2;
      this.bits = new long[size / 8];
      this.keys = new long[size];
      this.entries = new Entry[size][];
      Arrays.fill(entries, NOTHING);
      filed.forEach(
          (gram, list) -> {
            int slot = hash(gram) & (size - 1);
            while (entries[slot].length > 0) {
              slot = (slot + 1) & (size - 1);
            }
            keys[slot] = gram;
            entries[slot] = list.toArray(NOTHING);
            setBit(gram);
          });
    }

    private static boolean isInside(Map<Long, List<Entry>> filed, boolean ascii) {
      return filed.values().stream()
          .flatMap(List::stream)
          .filter(entry -> entry.literal.chars().allMatch(c -> c < 128) == ascii)
          .anyMatch(
              entry ->
                  entry.literal.length() >= LONGEST
                      || Arrays.stream(entry.wanted).anyMatch(w -> !w.atStart || !w.atEnd));
    }

    private void setBit(long gram) {
      int bit = hash(gram) & (bits.length * 64 - 1);
      bits[bit / 64] |= 1L << bit;
    }

    void find(char[] text, int end, boolean ascii, Trial trial) {
      if (end < length || end > length && !asciiInside && (ascii || !otherInside)) {
        return;
      }
      int bitMask = bits.length * 64 - 1;
      if (step > 1) {
        for (int i = LONGEST - 1; i < end; i += step) {
          long gram =
              (long) text[i - 3] << 48
                  | (long) text[i - 2] << 32
                  | (long) text[i - 1] << 16
                  | text[i];
          int hash = hash(gram);
          int bit = hash & bitMask;
          if ((bits[bit >> 6] & 1L << bit) != 0) {
            look(text, end, i - length + 1, gram, hash, trial);
          }
        }
        return;
      }
      long gram = 0;
      for (int i = 0; i < length - 1; i++) {
        gram = gram << 16 | text[i];
      }
      for (int i = length - 1; i < end; i++) {
        gram = (gram << 16 | text[i]) & mask;
        int hash = hash(gram);
        int bit = hash & bitMask;
        if ((bits[bit >> 6] & 1L << bit) != 0) {
          look(text, end, i - length + 1, gram, hash, trial);
        }
      }
    }

    private void look(char[] text, int end, int start, long gram, int hash, Trial trial) {
      int slot = hash & (keys.length - 1);
      while (entries[slot].length > 0) {
        if (keys[slot] == gram) {
          for (Entry entry : entries[slot]) {
            look(text, end, start - entry.offset, entry, trial);
          }
          return;
        }
        slot = (slot + 1) & (keys.length - 1);
      }
    }

    private static void look(char[] text, int end, int start, Entry entry, Trial trial) {
      int stop = start + entry.literal.length();
      if (start < 0 || stop > end) {
        return;
      }
      boolean compared = false;
      for (Wanted wanted : entry.wanted) {
        if ((wanted.atStart && start > 0)
            || (wanted.atEnd && stop < end)
            || trial.isFound(wanted.leaf)) {
          continue;
        }
        if (!compared && !isAt(text, start, entry.literal)) {
          return;
        }
        compared = true;
        trial.found(wanted.leaf);
      }
    }

    private static boolean isAt(char[] text, int start, String literal) {
      for (int i = 0; i < literal.length(); i++) {
        if (text[start + i] != literal.charAt(i)) {
          return false;
        }
      }
      return true;
    }

    private static int hash(long gram) {
      long mixed = gram * 0x9E3779B97F4A7C15L;
      return (int) (mixed >>> 32) ^ (int) (mixed >>> 47);
    }
  }
}
