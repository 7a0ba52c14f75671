package org.hinomi.core.sigma;

import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of the modifier {@code re}, looked for anywhere in a value. It is written
 * for PCRE; where Java reads the same characters otherwise (brackets and {@code &&} in a class, a
 * brace that counts nothing), they are taken as PCRE takes them.
 *
 * <p>A search that takes more than {@link #STEPS_PER_CHARACTER} looks at the text per character of
 * it, and {@link #STEPS}, is given up and is no match: some expressions would take years.
 */
final class Regex implements ValueTest {
  private static final int STEPS_PER_CHARACTER = 200;
  private static final int STEPS = 1_000_000;

  private final java.util.regex.Pattern pattern;

  private final List<String> literals;

  /** A character that every match holds, which has no case; 0 where none can be told. */
  private final char sign;

  private Regex(java.util.regex.Pattern pattern, List<String> literals) {
    this.pattern = pattern;
    this.literals = literals;
    boolean one = literals.size() == 1 && literals.getFirst().length() == 1;
    char only = one ? literals.getFirst().charAt(0) : 0;
    this.sign = only < 128 && !Character.isLetter(only) ? only : 0;
  }

  /**
   * Compiles an expression.
   *
   * @param flags of java.util.regex.Pattern
   * @throws PatternSyntaxException where it is none
   */
  static Regex of(String expression, int flags) {
    return new Regex(
        java.util.regex.Pattern.compile(
            translate(expression),
            flags | java.util.regex.Pattern.UNIX_LINES | java.util.regex.Pattern.UNICODE_CASE),
        RegexLiterals.of(expression));
  }

  /** Folded texts of which one is in every match; empty where that cannot be told. */
  List<String> literals() {
    return literals;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Regex regex
        && pattern.pattern().equals(regex.pattern.pattern())
        && pattern.flags() == regex.pattern.flags();
  }

  @Override
  public int hashCode() {
    return pattern.pattern().hashCode();
  }

  @Override
  public boolean matches(String value) {
    if (sign != 0 && value.indexOf(sign) < 0) {
      return false;
    }
    try {
      return pattern.matcher(new Budgeted(value)).find();
    } catch (GivenUpException e) {
      return false;
    } catch (StackOverflowError e) {
      // Java follows a group that repeats by recursion; a long value fills the stack.
      return false;
    }
  }

  private static String translate(String expression) {
    StringBuilder out = new StringBuilder(expression.length() + 8);
    int classStart = -1;
    for (int i = 0; i < expression.length(); i++) {
      char c = expression.charAt(i);
      if (c == '\\' && i + 1 < expression.length()) {
        out.append(c).append(expression.charAt(++i));
      } else if (classStart >= 0) {
        boolean first =
            i == classStart + 1 || i == classStart + 2 && expression.charAt(i - 1) == '^';
        int end = c == '[' ? expression.indexOf(":]", i) : -1;
        if (c == ']' && !first) {
          classStart = -1;
          out.append(c);
        } else if (end > 0 && expression.startsWith("[:", i)) {
          out.append(posix(expression.substring(i + 2, end)));
          i = end + 1;
        } else {
          out.append(c == '[' || c == ']' || c == '&' ? "\\" : "").append(c);
        }
      } else {
        if (c == '[') {
          classStart = i;
        }
        out.append(c == '{' && !isCount(expression, i) ? "\\" : "").append(c);
      }
    }
    return out.toString();
  }

  private static String posix(String name) {
    String kind = name.startsWith("^") ? "\\P{" : "\\p{";
    String word = name.startsWith("^") ? name.substring(1) : name;
    return switch (word) {
      case "xdigit" -> kind + "XDigit}";
      case "word" -> name.startsWith("^") ? "\\W" : "\\w";
      case "" -> "";
      default -> kind + Character.toUpperCase(word.charAt(0)) + word.substring(1) + "}";
    };
  }

  private static boolean isCount(String expression, int brace) {
    int i = brace + 1;
    while (i < expression.length() && Character.isDigit(expression.charAt(i))) {
      i++;
    }
    if (i == brace + 1) {
      return false;
    }
    if (i < expression.length() && expression.charAt(i) == ',') {
      i++;
      while (i < expression.length() && Character.isDigit(expression.charAt(i))) {
        i++;
      }
    }
    return i < expression.length() && expression.charAt(i) == '}';
  }

  private static final class GivenUpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GivenUpException() {
      super("too many steps", null, false, false);
    }
  }

  /** The value, with a count of how often the search looked at it. */
  private static final class Budgeted implements CharSequence {
    private final String text;
    private long left;

    Budgeted(String text) {
      this.text = text;
      this.left = Math.max(STEPS, (long) STEPS_PER_CHARACTER * text.length());
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (--left < 0) {
        throw new GivenUpException();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
