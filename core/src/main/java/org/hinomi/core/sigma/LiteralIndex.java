package org.hinomi.core.sigma;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the literals of many leaves in a text: at its ends ({@link EdgeIndex}), or anywhere ({@link
 * GramIndex}, {@link WideIndex}). Immutable and thread-safe.
 */
final class LiteralIndex {
  private final @Nullable EdgeIndex starts;
  private final @Nullable EdgeIndex ends;
  private final @Nullable GramIndex ascii;
  private final @Nullable WideIndex wide;

  /** Length of the shortest literal that may be anywhere. */
  private final int shortest;

  /**
   * @param leaves that have literals
   */
  LiteralIndex(List<Leaf> leaves) {
    List<EdgeIndex.Wanted> first = new ArrayList<>();
    List<EdgeIndex.Wanted> last = new ArrayList<>();
    Map<String, int[]> narrow = new HashMap<>();
    Map<String, int[]> others = new HashMap<>();
    for (Leaf leaf : leaves) {
      Literals literals = leaf.literals();
      if (literals == null) {
        continue;
      }
      for (String literal : literals.literals()) {
        int number = leaf.number();
        if (literals.atEnd()) {
          last.add(new EdgeIndex.Wanted(literal, literals.atStart(), number));
        } else if (literals.atStart()) {
          first.add(new EdgeIndex.Wanted(literal, false, number));
        } else {
          (literal.chars().allMatch(c -> c < 128) ? narrow : others)
              .merge(literal, new int[] {number}, LiteralIndex::joined);
        }
      }
    }
    this.starts = first.isEmpty() ? null : new EdgeIndex(first, false);
    this.ends = last.isEmpty() ? null : new EdgeIndex(last, true);
    this.ascii = narrow.isEmpty() ? null : new GramIndex(narrow);
    this.wide = others.isEmpty() ? null : new WideIndex(others);
    this.shortest = Math.min(shortest(narrow), shortest(others));
  }

  private static int[] joined(int[] one, int[] other) {
    int[] all = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    return all;
  }

  private static int shortest(Map<String, int[]> literals) {
    return literals.keySet().stream().mapToInt(String::length).min().orElse(Integer.MAX_VALUE);
  }

  /** Whether there are literals that may be anywhere, so that all of a text is looked at. */
  boolean isInside() {
    return shortest < Integer.MAX_VALUE;
  }

  /** Tells the trial of every leaf whose literal is in the text, at its place, in whatever case. */
  void find(String text, Trial trial) {
    if (starts != null) {
      starts.find(text, trial);
    }
    if (ends != null) {
      ends.find(text, trial);
    }
    int length = text.length();
    if (length < shortest) {
      return;
    }
    int end = length + GramIndex.BEFORE;
    char[] room = trial.room(end);
    text.getChars(0, length, room, GramIndex.BEFORE);
    if (ascii != null && ascii.find(room, end, trial)) {
      return;
    }
    if (wide != null) {
      wide.find(room, end, trial);
    }
    if (ascii != null && hasLettersOfAscii(room, end)) {
      ascii.find(room, end, trial);
    }
  }

  /** Whether a character beyond ASCII is a letter of it but for case (K, ſ, ı); makes it that. */
  private static boolean hasLettersOfAscii(char[] text, int end) {
    boolean has = false;
    for (int i = GramIndex.BEFORE; i < end; i++) {
      char c = text[i];
      if (c >= 128) {
        char folded = Pattern.fold(c);
        if (folded < 128) {
          text[i] = folded;
          has = true;
        }
      }
    }
    return has;
  }
}
