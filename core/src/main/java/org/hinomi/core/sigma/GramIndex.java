package org.hinomi.core.sigma;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Finds which of many literals are in a text: each is filed under the rarest few characters of it,
 * and every place of the text is looked up once, whatever the number of literals. Immutable and
 * thread-safe.
 */
final class GramIndex {
  private static final int LONGEST = 4;

  /** A literal, where its gram stands in it, and the rule that it is an anchor of. */
  private record Entry(String literal, int offset, int rule) {}

  private final List<Table> tables = new ArrayList<>();

  /**
   * @param literals folded, of two characters at least
   * @param rules the rule of each
   */
  GramIndex(List<String> literals, List<Integer> rules) {
    Map<Long, Integer> counts = new HashMap<>();
    for (String literal : literals) {
      int length = Math.min(literal.length(), LONGEST);
      for (int i = 0; i + length <= literal.length(); i++) {
        counts.merge(gram(literal, i, length), 1, Integer::sum);
      }
    }
    for (int length = 2; length <= LONGEST; length++) {
      Map<Long, List<Entry>> filed = new HashMap<>();
      for (int n = 0; n < literals.size(); n++) {
        String literal = literals.get(n);
        if (Math.min(literal.length(), LONGEST) != length) {
          continue;
        }
        int best = 0;
        for (int i = 1; i + length <= literal.length(); i++) {
          if (counts.getOrDefault(gram(literal, i, length), 0)
              < counts.getOrDefault(gram(literal, best, length), 0)) {
            best = i;
          }
        }
        filed
            .computeIfAbsent(gram(literal, best, length), g -> new ArrayList<>(1))
            .add(new Entry(literal, best, rules.get(n)));
      }
      if (!filed.isEmpty()) {
        tables.add(new Table(length, filed));
      }
    }
  }

  /** Gives the rule of every literal that is in the text; a rule may be given more than once. */
  void find(char[] folded, IntConsumer found) {
    for (int i = 0; i < tables.size(); i++) {
      tables.get(i).find(folded, found);
    }
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
    private final long mask;
    private final long[] bits;
    private final long[] keys;
    private final Entry[][] entries;

    Table(int length, Map<Long, List<Entry>> filed) {
      this.length = length;
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

    private void setBit(long gram) {
      int bit = hash(gram) & (bits.length * 64 - 1);
      bits[bit / 64] |= 1L << bit;
    }

    void find(char[] text, IntConsumer found) {
      long gram = 0;
      for (int i = 0; i < text.length; i++) {
        gram = (gram << 16 | text[i]) & mask;
        if (i >= length - 1) {
          int hash = hash(gram);
          int bit = hash & (bits.length * 64 - 1);
          if ((bits[bit / 64] & 1L << bit) != 0) {
            look(text, i - length + 1, gram, hash, found);
          }
        }
      }
    }

    private void look(char[] text, int start, long gram, int hash, IntConsumer found) {
      int slot = hash & (keys.length - 1);
      while (entries[slot].length > 0) {
        if (keys[slot] == gram) {
          for (Entry entry : entries[slot]) {
            if (isAt(text, start - entry.offset, entry.literal)) {
              found.accept(entry.rule);
            }
          }
          return;
        }
        slot = (slot + 1) & (keys.length - 1);
      }
    }

    private static boolean isAt(char[] text, int start, String literal) {
      if (start < 0 || start + literal.length() > text.length) {
        return false;
      }
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
