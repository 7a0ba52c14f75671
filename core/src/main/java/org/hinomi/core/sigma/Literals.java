package org.hinomi.core.sigma;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a test can be told by from the literals of a text: at least one of these, folded, is in
 * every value that passes it.
 *
 * @param literals of two characters at least, or one beyond ASCII, or the whole value
 * @param atStart whether the literal must begin the value
 * @param atEnd whether it must end it
 * @param exact whether a literal at its place is all that the test asks
 */
record Literals(List<String> literals, boolean atStart, boolean atEnd, boolean exact) {
  /** Shorter literals are in too many texts to be worth looking for. */
  private static final int SHORTEST = 2;

  /** Those of a test; null where it has none that are worth looking for. */
  static @Nullable Literals of(ValueTest test) {
    return switch (test) {
      case Pattern pattern -> of(pattern);
      case Regex regex -> {
        List<String> needed = regex.literals();
        boolean useful = !needed.isEmpty() && needed.stream().allMatch(Literals::isUseful);
        yield useful ? new Literals(needed, false, false, false) : null;
      }
      case Cidr _, NumberTest _ -> null;
    };
  }

  private static @Nullable Literals of(Pattern pattern) {
    String only = pattern.onlyRun();
    if (only == null) {
      String longest = pattern.longestLiteral();
      return isUseful(longest) ? new Literals(List.of(longest), false, false, false) : null;
    }
    boolean whole = !pattern.openStart() && !pattern.openEnd();
    if (only.isEmpty() || !whole && !isUseful(only)) {
      return null;
    }
    return new Literals(
        List.of(only), !pattern.openStart(), !pattern.openEnd(), !pattern.isCased());
  }

  private static boolean isUseful(String literal) {
    return literal.length() >= SHORTEST || literal.chars().anyMatch(c -> c >= 128);
  }

  /** How far the literals tell one event from another; short ones are everywhere. */
  int selectivity() {
    int shortest = literals.stream().mapToInt(String::length).min().orElse(1);
    return Math.min(shortest, 12) + (atStart ? 1 : 0) + (atEnd ? 1 : 0);
  }
}
