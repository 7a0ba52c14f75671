package org.hinomi.core.text;

/**
 * How many cells of a terminal a text takes: two for the characters that Unicode's
 * EastAsianWidth.txt calls wide or full-width (UAX #11), none for those that combine with the one
 * before them, one for all others, the ambiguous ones among them, as wcwidth(3) has it outside of
 * legacy East Asian encodings.
 */
public final class DisplayWidth {

  /** First and last of each range of W and F, without the emoji, which the JDK knows. */
  private static final int[][] WIDE = {
    {0x1100, 0x115F},
    {0x2E80, 0x303E},
    {0x3041, 0xA4CF},
    {0xA960, 0xA97C},
    {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},
    {0xFE10, 0xFE19},
    {0xFE30, 0xFE6B},
    {0xFF01, 0xFF60},
    {0xFFE0, 0xFFE6},
    {0x16FE0, 0x18DFF},
    {0x1AFF0, 0x1B2FF},
    {0x1F200, 0x1F265},
    {0x20000, 0x3FFFD},
  };

  private DisplayWidth() {}

  /** Cells of a text without control characters. */
  public static int of(String text) {
    int cells = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      cells += of(c);
      i += Character.charCount(c);
    }
    return cells;
  }

  /** Cells of one character: 0, 1 or 2. */
  public static int of(int codePoint) {
    if (codePoint < 0x300) {
      return 1;
    }
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> isWide(codePoint) || Character.isEmojiPresentation(codePoint) ? 2 : 1;
    };
  }

  /**
   * The text with spaces after it, so that it takes {@code cells}; as it is where it takes more.
   */
  public static String pad(String text, int cells) {
    return text + " ".repeat(Math.max(0, cells - of(text)));
  }

  /** The text with spaces before it, for numbers. */
  public static String padLeft(String text, int cells) {
    return " ".repeat(Math.max(0, cells - of(text))) + text;
  }

  private static boolean isWide(int codePoint) {
    for (int[] range : WIDE) {
      if (codePoint < range[0]) {
        return false;
      }
      if (codePoint <= range[1]) {
        return true;
      }
    }
    return false;
  }
}
