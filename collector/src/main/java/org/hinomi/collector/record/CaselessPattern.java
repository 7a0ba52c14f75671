package org.hinomi.collector.record;

import java.util.Arrays;

/**
 * A pattern that a text fits as a whole, or anywhere in it, whatever the letter case: letters are
 * the same whose lower case is, one by one, as DuckDB's {@code lower} has it. Takes time in
 * proportion to text times pattern at most. Immutable.
 */
final class CaselessPattern {
  private static final int ANY = -1;
  private static final int ONE = -2;

  /** Code points in lower case, {@link #ANY} and {@link #ONE}. */
  private final int[] pattern;

  /** Whether there are no wildcards but those at both ends, which {@code anywhere} stands for. */
  private final boolean literal;

  private final boolean anywhere;

  private CaselessPattern(int[] pattern, boolean anywhere) {
    this.pattern = pattern;
    this.anywhere = anywhere;
    boolean plain = true;
    for (int c : pattern) {
      plain &= c >= 0;
    }
    this.literal = plain;
  }

  /** Text that stands for itself. */
  static CaselessPattern literal(String text, boolean anywhere) {
    return new CaselessPattern(text.codePoints().map(Character::toLowerCase).toArray(), anywhere);
  }

  /** {@code *} any characters, {@code ?} one; {@code \} takes the next literally. */
  static CaselessPattern of(String text, boolean anywhere) {
    int[] codePoints = text.codePoints().toArray();
    int[] pattern = new int[codePoints.length];
    int length = 0;
    for (int i = 0; i < codePoints.length; i++) {
      int c = codePoints[i];
      if (c == '\\' && i + 1 < codePoints.length) {
        c = codePoints[++i];
      } else if (c == '*' || c == '?') {
        pattern[length++] = c == '*' ? ANY : ONE;
        continue;
      }
      pattern[length++] = Character.toLowerCase(c);
    }
    return new CaselessPattern(Arrays.copyOf(pattern, length), anywhere);
  }

  boolean matches(String text) {
    if (!literal) {
      return wild(text);
    }
    return anywhere ? contains(text) : fits(text, 0) == text.length();
  }

  private boolean contains(String text) {
    if (pattern.length == 0) {
      return true;
    }
    int first = pattern[0];
    for (int i = 0; i < text.length(); i++) {
      int c = text.charAt(i);
      if ((c == first || Character.toLowerCase(text.codePointAt(i)) == first)
          && fits(text, i) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Where the literal that begins at {@code from} ends; -1: it is not there. */
  private int fits(String text, int from) {
    int at = from;
    for (int wanted : pattern) {
      if (at >= text.length()) {
        return -1;
      }
      int c = text.codePointAt(at);
      if (c != wanted && Character.toLowerCase(c) != wanted) {
        return -1;
      }
      at += Character.charCount(c);
    }
    return at;
  }

  private boolean wild(String text) {
    int at = 0;
    int in = 0;
    int star = anywhere ? -1 : -2; // before the pattern there is one, or none
    int starAt = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (in == pattern.length && anywhere) {
        return true;
      }
      if (in < pattern.length && pattern[in] == ANY) {
        star = in++;
        starAt = at;
      } else if (in < pattern.length
          && (pattern[in] == ONE || pattern[in] == c || pattern[in] == Character.toLowerCase(c))) {
        in++;
        at += Character.charCount(c);
      } else if (star > -2) {
        starAt += Character.charCount(text.codePointAt(starAt));
        at = starAt;
        in = star + 1;
      } else {
        return false;
      }
    }
    while (in < pattern.length && pattern[in] == ANY) {
      in++;
    }
    return in == pattern.length;
  }

  /** The order of two texts in lower case, by code points. */
  static int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      int left = a.codePointAt(i);
      int right = b.codePointAt(j);
      int order = Integer.compare(Character.toLowerCase(left), Character.toLowerCase(right));
      if (order != 0) {
        return order;
      }
      i += Character.charCount(left);
      j += Character.charCount(right);
    }
    return Integer.compare(a.length() - i, b.length() - j);
  }
}
