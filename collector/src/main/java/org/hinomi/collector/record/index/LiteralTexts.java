package org.hinomi.collector.record.index;

import java.util.Collection;

/**
 * The template texts of a row group, to look up in them the pieces of a search term that are not in
 * a variable part. Immutable.
 */
public final class LiteralTexts {
  private final String all;

  private LiteralTexts(String all) {
    this.all = all;
  }

  public static LiteralTexts of(Collection<String> templates) {
    return new LiteralTexts(lower(String.join("\n", templates)));
  }

  /**
   * Whether a template contains this piece of a term; pieces are lower case and have no newline.
   */
  boolean contains(String piece) {
    return all.contains(piece);
  }

  /** ASCII letters in lower case; all others as they are, so that it is the same everywhere. */
  static String lower(String text) {
    StringBuilder lower = new StringBuilder(text);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        lower.setCharAt(i, (char) (c + 32));
      }
    }
    return lower.toString();
  }
}
