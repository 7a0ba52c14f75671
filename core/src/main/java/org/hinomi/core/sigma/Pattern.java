package org.hinomi.core.sigma;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Sigma string: literals with {@code *} (any number of characters) and {@code ?} (exactly one),
 * compared without regard to case, one character with one character as {@link
 * String#equalsIgnoreCase} does.
 *
 * <p>Between two stars stands a run of literals and {@code ?}. The first run is anchored at the
 * start unless a star precedes it, the last at the end unless a star follows; those between are
 * looked for from left to right, which is enough because a star takes any text. Cost: text length
 * times pattern length at most, no backtracking over runs.
 *
 * <p>Immutable and thread-safe. {@code ?} is one UTF-16 unit, as in the engines that the public
 * rules are tested with.
 */
public final class Pattern implements ValueTest {
  private static final char ANY = SigmaText.ANY;
  private static final char DASH = SigmaText.DASH;

  private final List<String> runs;
  private final boolean openStart;
  private final boolean openEnd;
  private final boolean cased;

  private Pattern(List<String> runs, boolean openStart, boolean openEnd, boolean cased) {
    this.runs = Collections.unmodifiableList(runs);
    this.openStart = openStart;
    this.openEnd = openEnd;
    this.cased = cased;
  }

  /**
   * Reads a value with wildcards and escapes: {@code \*}, {@code \?} and {@code \\} stand for the
   * second character; any other backslash stands for itself.
   *
   * @param openStart whether any text may precede, as {@code contains} and {@code endswith} say
   * @param openEnd whether any text may follow, as {@code contains} and {@code startswith} say
   */
  public static Pattern of(String value, boolean openStart, boolean openEnd) {
    return of(SigmaText.of(value, false).open(openStart, openEnd), false);
  }

  /** Compiles a value as the modifiers left it. */
  static Pattern of(SigmaText text, boolean cased) {
    List<String> runs = new ArrayList<>();
    StringBuilder run = new StringBuilder();
    boolean starFirst = false;
    boolean starLast = false;
    for (char c : text.tokens().toCharArray()) {
      starLast = c == SigmaText.STAR;
      if (!starLast) {
        char literal = c == SigmaText.PERCENT ? '%' : c;
        run.append(cased ? literal : fold(literal));
      } else if (!run.isEmpty()) {
        runs.add(run.toString());
        run.setLength(0);
      } else {
        starFirst |= runs.isEmpty();
      }
    }
    if (!run.isEmpty()) {
      runs.add(run.toString());
    }
    return new Pattern(runs, starFirst, starLast, cased);
  }

  /** Whether the whole text is of this pattern. */
  @Override
  public boolean matches(String text) {
    int count = runs.size();
    if (count == 0) {
      return openStart || openEnd || text.isEmpty();
    }
    if (count == 1 && !openStart && !openEnd) {
      return text.length() == runs.getFirst().length() && at(text, 0, runs.getFirst());
    }
    int from = 0;
    int first = 0;
    if (!openStart) {
      if (!at(text, 0, runs.getFirst())) {
        return false;
      }
      from = runs.getFirst().length();
      first = 1;
    }
    int last = openEnd ? count : count - 1;
    for (int i = first; i < last; i++) {
      int found = find(text, from, runs.get(i));
      if (found < 0) {
        return false;
      }
      from = found + runs.get(i).length();
    }
    if (openEnd) {
      return true;
    }
    int tail = text.length() - runs.getLast().length();
    return tail >= from && at(text, tail, runs.getLast());
  }

  /**
   * The longest literal, folded, that every match holds; "" where there is none. For an index over
   * many rules.
   */
  public String longestLiteral() {
    String longest = "";
    for (String run : runs) {
      for (String literal : run.split("[" + ANY + DASH + "]", -1)) {
        if (literal.length() > longest.length()) {
          longest = literal;
        }
      }
    }
    return cased ? fold(longest) : longest;
  }

  /** The only run, folded, where it is all literal; null where there are several or wildcards. */
  @Nullable String onlyRun() {
    if (runs.size() > 1) {
      return null;
    }
    String text = runs.isEmpty() ? "" : runs.getFirst();
    return text.indexOf(ANY) >= 0 || text.indexOf(DASH) >= 0 ? null : fold(text);
  }

  boolean openStart() {
    return openStart;
  }

  boolean openEnd() {
    return openEnd;
  }

  boolean isCased() {
    return cased;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Pattern pattern
        && runs.equals(pattern.runs)
        && openStart == pattern.openStart
        && openEnd == pattern.openEnd
        && cased == pattern.cased;
  }

  @Override
  public int hashCode() {
    return Objects.hash(runs, openStart, openEnd, cased);
  }

  /** Folds case, character by character. */
  static String fold(String text) {
    char[] folded = text.toCharArray();
    for (int i = 0; i < folded.length; i++) {
      folded[i] = fold(folded[i]);
    }
    return new String(folded);
  }

  /** Folds case, one character to one. */
  static char fold(char c) {
    if (c < 128) {
      return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
    // Between the radicals of Chinese characters and the letters of Vai nothing has case.
    return c >= '\u2E80' && c < '\uA500' ? c : Character.toLowerCase(Character.toUpperCase(c));
  }

  private int find(String text, int from, String run) {
    int last = text.length() - run.length();
    char head = run.charAt(0);
    for (int i = from; i <= last; i++) {
      if (one(text.charAt(i), head) && at(text, i, run)) {
        return i;
      }
    }
    return -1;
  }

  private boolean at(String text, int start, String run) {
    int length = run.length();
    if (start + length > text.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (!one(text.charAt(start + i), run.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean one(char c, char wanted) {
    return (cased ? c : fold(c)) == wanted
        || wanted == ANY
        || wanted == DASH && SigmaText.DASHES.indexOf(c) >= 0;
  }

  /** The pattern in Sigma's own writing, folded. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(openStart ? "*" : "");
    for (int i = 0; i < runs.size(); i++) {
      out.append(i > 0 ? "*" : "");
      out.append(
          runs.get(i)
              .replace("\\", "\\\\")
              .replace("*", "\\*")
              .replace("?", "\\?")
              .replace(ANY, '?')
              .replace(DASH, '-'));
    }
    return out.append(openEnd && (!runs.isEmpty() || !openStart) ? "*" : "").toString();
  }
}
