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

  public boolean matches(String text) {
    return Wildcards.match(pattern, text);
  }
}
