package org.hinomi.core.sigma;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds literals that every match of a regular expression holds. It reads what is plain: literals,
 * classes, groups, alternatives and counts. An expression with anything else, such as an inline
 * flag that changes how it is read, a quotation or a look-around, has none that can be told.
 */
final class RegexLiterals {
  /** Escapes that stand for the character itself; others are classes, anchors, or unknown here. */
  private static final String PLAIN_ESCAPES = "\\\\/.^$*+?()[]{}|\"'-:;,<>=!@#%&~` _";

  private static final String CLASS_ESCAPES = "wWdDsShHvVRtnrfea";
  private static final String ANCHOR_ESCAPES = "bBAzZ";

  /** More alternatives are not worth looking for. */
  private static final int ALTERNATIVES = 40;

  private static final int DEPTH_LIMIT = 50;

  private static final class UnknownException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownException() {
      super("not plain", null, false, false);
    }
  }

  private final String text;
  private int at;
  private int depth;

  private RegexLiterals(String text) {
    this.text = text;
  }

  /** Folded texts of which one is in every match; empty where that cannot be told. */
  static List<String> of(String expression) {
    RegexLiterals reader = new RegexLiterals(expression);
    try {
      List<String> found = reader.alternatives();
      return reader.at < expression.length() || found == null ? List.of() : found;
    } catch (UnknownException e) {
      return List.of();
    }
  }

  /** One of each alternative; null where one of them has none. */
  private @Nullable List<String> alternatives() throws UnknownException {
    if (++depth > DEPTH_LIMIT) {
      throw new UnknownException();
    }
    List<String> all = new ArrayList<>();
    boolean told = true;
    do {
      List<String> one = sequence();
      told &= one != null && all.size() + one.size() <= ALTERNATIVES;
      if (told && one != null) {
        all.addAll(one);
      }
    } while (accept('|'));
    depth--;
    return told ? all : null;
  }

  /** The best of what stands one after the other. */
  private @Nullable List<String> sequence() throws UnknownException {
    List<String> best = null;
    StringBuilder run = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
      char c = text.charAt(at++);
      List<String> group = null;
      boolean literal = false;
      boolean nothing = false;
      switch (c) {
        case '(' -> {
          group = group();
          nothing = group == null && emptyGroup;
        }
        case '[' -> skipClass();
        case '.' -> {}
        case '^', '$' -> nothing = true;
        case '\\' -> {
          c = escaped();
          literal = c != 0;
          nothing = c == 0 && ANCHOR_ESCAPES.indexOf(text.charAt(at - 1)) >= 0;
        }
        default -> {
          if ("*+?".indexOf(c) >= 0 || Character.isSurrogate(c)) {
            throw new UnknownException();
          }
          literal = true;
        }
      }
      if (nothing) {
        // An anchor stands between characters and has none itself.
        continue;
      }
      Count count = count();
      if (literal && count == Count.ONE) {
        run.append(Pattern.fold(c));
        continue;
      }
      if (literal && count == Count.MORE) {
        run.append(Pattern.fold(c));
      }
      best = better(best, run.isEmpty() ? null : List.of(run.toString()));
      run.setLength(0);
      if (group != null && count != Count.MAYBE) {
        best = better(best, group);
      }
    }
    return better(best, run.isEmpty() ? null : List.of(run.toString()));
  }

  private boolean emptyGroup;

  private @Nullable List<String> group() throws UnknownException {
    emptyGroup = false;
    if (accept('?')) {
      if (text.startsWith("i)", at)) {
        // Literals are folded, whatever the case.
        at += 2;
        emptyGroup = true;
        return null;
      }
      if (!accept(':')) {
        throw new UnknownException();
      }
    }
    List<String> inner = alternatives();
    if (!accept(')')) {
      throw new UnknownException();
    }
    emptyGroup = false;
    return inner;
  }

  /** The character that the escape stands for; 0 where it stands for a class or an anchor. */
  private char escaped() throws UnknownException {
    if (at == text.length()) {
      throw new UnknownException();
    }
    char c = text.charAt(at++);
    if (PLAIN_ESCAPES.indexOf(c) >= 0) {
      return c;
    }
    if (CLASS_ESCAPES.indexOf(c) >= 0 || ANCHOR_ESCAPES.indexOf(c) >= 0) {
      return 0;
    }
    throw new UnknownException();
  }

  private void skipClass() throws UnknownException {
    accept('^');
    // A bracket that comes first is a literal.
    int first = at;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '\\') {
        if (text.startsWith("Q", at)) {
          throw new UnknownException();
        }
        at++;
      } else if (c == '[' && text.startsWith(":", at)) {
        int end = text.indexOf(":]", at);
        at = end < 0 ? at : end + 2;
      } else if (c == ']' && at - 1 > first) {
        return;
      }
    }
    throw new UnknownException();
  }

  /** How often something must be there. */
  private enum Count {
    ONE,
    MORE,
    MAYBE
  }

  private Count count() throws UnknownException {
    if (at == text.length()) {
      return Count.ONE;
    }
    Count count = Count.ONE;
    char c = text.charAt(at);
    if (c == '*' || c == '?') {
      at++;
      count = Count.MAYBE;
    } else if (c == '+') {
      at++;
      count = Count.MORE;
    } else if (c == '{') {
      int digits = at + 1;
      while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
        digits++;
      }
      int close = text.indexOf('}', digits);
      if (digits == at + 1 || close < 0) {
        // A brace that counts nothing; it is read as a literal next.
        return Count.ONE;
      }
      if (!text.substring(digits, close).matches("(,[0-9]*)?")) {
        return Count.ONE;
      }
      count = text.substring(at + 1, digits).matches("0+") ? Count.MAYBE : Count.MORE;
      at = close + 1;
    }
    if (count != Count.ONE && at < text.length() && "?+".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return count;
  }

  private static @Nullable List<String> better(
      @Nullable List<String> one, @Nullable List<String> other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return value(other) > value(one) ? other : one;
  }

  /** Few and long ones are the best. */
  private static int value(List<String> literals) {
    int shortest = literals.stream().mapToInt(String::length).min().orElse(0);
    return shortest < 2 ? 0 : Math.min(shortest, 12) * 100 - literals.size();
  }

  private boolean accept(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }
}
