package org.hinomi.core.text;

import static java.util.Objects.requireNonNull;

/**
 * A pattern in which {@code *} stands for any run of characters, {@code ?} for one, and everything
 * else for itself. {@code *} matches {@code /} too.
 */
public record Glob(String pattern) {

  public Glob {
    requireNonNull(pattern, "pattern");
  }

  /**
   * Takes at most pattern × text steps: on a mismatch only the last {@code *} is widened, which is
   * enough, because an earlier one that swallowed more would leave less for the rest.
   */
  public boolean matches(String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
