package org.hinomi.core.sigma;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds which of many literals of ASCII are anywhere in a text, in one pass, whatever their number.
 * Each is filed under a gram of two to four characters of it, or under several in a row, so that
 * only every second, third or fourth place of a text has to be looked at. Which places hold a gram
 * that anything is filed under is told by a bit: its word is that of the last two characters, its
 * place in the word that of the two before. Immutable and thread-safe.
 */
final class GramIndex {
  /** So many characters that belong to no text stand before it. */
  static final int BEFORE = 3;

  /** More places apart than this, characters would lie between those that are looked at. */
  private static final int LARGEST_STEP = 4;

  private static final int LARGEST_GRAM = 4;
  private static final int SMALLEST_GRAM = 2;
  private static final int MOST_WORDS = 2_048;
  private static final Entry[] NOTHING = {};

  /** How often a gram of two, three and four characters may be met at a place, for each of them. */
  private static final double[] MET = {0, 0, 0.02, 0.004, 0.001};

  /** A literal, where its gram stands in it, and the leaves that look for it. */
  private record Entry(String literal, int offset, int[] leaves) {}

  private final int step;
  private final int first;
  private final long[] filter;
  private final long[] keys;
  private final Entry[][] entries;
  private final int sizes;

  /**
   * @param leaves by the literal that they look for: of ASCII, folded, two characters at least
   */
  GramIndex(Map<String, int[]> leaves) {
    Commonness commonness = new Commonness(leaves.keySet());
    this.step = bestStep(leaves.keySet());
    Map<Long, List<Entry>> filed = new HashMap<>();
    int shortest = LARGEST_GRAM;
    for (Map.Entry<String, int[]> each : leaves.entrySet()) {
      String literal = each.getKey();
      int size = gramSize(literal, step);
      shortest = Math.min(shortest, size);
      int best = commonness.rarest(literal, size, step);
      for (int i = best; i < best + step; i++) {
        filed
            .computeIfAbsent(key(literal, i, size), k -> new ArrayList<>(1))
            .add(new Entry(literal, i + size - 1, each.getValue()));
      }
    }
    this.first = BEFORE + shortest - 1;
    int words = Integer.highestOneBit(Math.min(MOST_WORDS, Math.max(16, filed.size())) * 2 - 1);
    this.filter = new long[words];
    int slots = Integer.highestOneBit(filed.size() * 2 + 2) * 2;
    this.keys = new long[slots];
    this.entries = new Entry[slots][];
    Arrays.fill(entries, NOTHING);
    int present = 0;
    for (Map.Entry<Long, List<Entry>> gram : filed.entrySet()) {
      int slot = hash(gram.getKey()) & (slots - 1);
      while (entries[slot].length > 0) {
        slot = (slot + 1) & (slots - 1);
      }
      keys[slot] = gram.getKey();
      entries[slot] = gram.getValue().toArray(NOTHING);
      present |= 1 << (int) (gram.getKey() >>> 32);
      open(gram.getKey());
    }
    this.sizes = present;
  }

  /** How many places apart a text is best looked at. */
  private static int bestStep(Iterable<String> literals) {
    int best = 1;
    double least = Double.MAX_VALUE;
    for (int step = 1; step <= LARGEST_STEP; step++) {
      double met = 1;
      for (String literal : literals) {
        int size = gramSize(literal, step);
        if (size < SMALLEST_GRAM) {
          return best;
        }
        met += step * MET[size];
      }
      if (met / step < least) {
        least = met / step;
        best = step;
      }
    }
    return best;
  }

  private static int gramSize(String literal, int step) {
    return Math.min(LARGEST_GRAM, literal.length() - step + 1);
  }

  /** The characters of a gram, and how many they are. */
  private static long key(String literal, int start, int size) {
    int gram = 0;
    for (int i = start; i < start + size; i++) {
      gram = gram << 8 | literal.charAt(i) | ' ';
    }
    return (long) size << 32 | (gram & 0xFFFF_FFFFL);
  }

  private void open(long key) {
    int gram = (int) key;
    int word = word((gram >>> 8) & 0xFF, gram & 0xFF);
    filter[word] |=
        switch ((int) (key >>> 32)) {
          case 2 -> -1L;
          case 3 -> 0x0101_0101_0101_0101L << ((gram >>> 16) & 7);
          default -> 1L << (((gram >>> 16) & 7) | ((gram >>> 24) & 7) << 3);
        };
  }

  private int word(int before, int last) {
    return (before * 61 + last) & (filter.length - 1);
  }

  /**
   * Tells the trial of every leaf whose literal is in the text.
   *
   * @param text the text, {@link #BEFORE} characters after the start; it needs not be folded where
   *     it is all of ASCII
   * @param end after its last character
   * @return whether it is all of ASCII
   */
  boolean find(char[] text, int end, Trial trial) {
    long[] bits = filter;
    int mask = bits.length - 1;
    int seen = 0;
    int i = first;
    for (; i < end; i += step) {
      int c1 = text[i];
      int c2 = text[i - 1];
      int c3 = text[i - 2];
      int c4 = text[i - 3];
      seen |= c1 | c2 | c3 | c4;
      // Setting a bit makes small letters of large ones, and takes some signs for others.
      if ((bits[((c2 | ' ') * 61 + (c1 | ' ')) & mask] & (1L << ((c3 & 7) | (c4 & 7) << 3))) != 0) {
        look(text, end, i, trial);
      }
    }
    for (i = i == first ? BEFORE : i - step + 1; i < end; i++) {
      seen |= text[i];
    }
    return seen < 128;
  }

  private void look(char[] text, int end, int last, Trial trial) {
    int gram = (text[last - 1] | ' ') << 8 | text[last] | ' ';
    if ((sizes & (1 << 2)) != 0) {
      look(2L << 32 | (gram & 0xFFFF), text, end, last, trial);
    }
    gram |= (text[last - 2] | ' ') << 16;
    if ((sizes & (1 << 3)) != 0) {
      look(3L << 32 | (gram & 0xFF_FFFF), text, end, last, trial);
    }
    if ((sizes & (1 << 4)) != 0) {
      gram |= (text[last - 3] | ' ') << 24;
      look(4L << 32 | (gram & 0xFFFF_FFFFL), text, end, last, trial);
    }
  }

  private void look(long key, char[] text, int end, int last, Trial trial) {
    int slot = hash(key) & (keys.length - 1);
    while (entries[slot].length > 0) {
      if (keys[slot] == key) {
        for (Entry entry : entries[slot]) {
          look(text, end, last - entry.offset, entry, trial);
        }
        return;
      }
      slot = (slot + 1) & (keys.length - 1);
    }
  }

  private static void look(char[] text, int end, int start, Entry entry, Trial trial) {
    if (start < BEFORE || start + entry.literal.length() > end) {
      return;
    }
    boolean compared = false;
    for (int leaf : entry.leaves) {
      if (trial.isFound(leaf)) {
        continue;
      }
      if (!compared && !isAt(text, start, entry.literal)) {
        return;
      }
      compared = true;
      trial.found(leaf);
    }
  }

  /** Whether a folded literal stands there, in whatever case. */
  static boolean isAt(char[] text, int start, String literal) {
    for (int i = 0; i < literal.length(); i++) {
      if (Pattern.fold(text[start + i]) != literal.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int hash(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32) ^ (int) (mixed >>> 47);
  }
}
