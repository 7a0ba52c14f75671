package org.hinomi.core.charset;

/**
 * Tells text that somebody before us has read in the wrong charset and written again: well formed,
 * but not what was meant. Only what no language writes counts, and only where it is most of what is
 * not ASCII, so that no name and no quotation is taken for it.
 */
public final class Mojibake {
  /** Marks below this are chance. */
  private static final int FEW = 2;

  /** U+0080 to U+009F as windows-1252 shows them; 0 where it shows nothing. */
  private static final String WINDOWS_1252 =
      "\u20AC\0\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\0\u017D\0"
          + "\0\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\0\u017E\u0178";

  private Mojibake() {}

  /** Whether the text is damaged in such a way, or has U+FFFD in the place of characters. */
  public static boolean in(String text) {
    int others = 0;
    int marks = 0;
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c < 0x80) {
        i++;
        continue;
      }
      if (c == '\uFFFD') {
        return true;
      }
      int run = encoded(text, i);
      if (run > 1) {
        marks++;
        others++;
        i += run;
        continue;
      }
      others++;
      marks += isMark(c) ? 1 : 0;
      i++;
    }
    return marks >= FEW && marks * 3 >= others;
  }

  /**
   * What the beginnings of hiragana and katakana in UTF-8 become in Shift_JIS, and what is left of
   * Shift_JIS read as ISO 8859-1: controls that no text has.
   */
  private static boolean isMark(char c) {
    return c == '繧' || c == '繝' || c == '縺' || c < 0xA0 && c != 0x85;
  }

  /** Length of a character of UTF-8 that was read as ISO 8859-1 or windows-1252; 0: none. */
  private static int encoded(String text, int at) {
    char lead = text.charAt(at);
    int length = lead < 0xC2 || lead > 0xF4 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (length == 0 || at + length > text.length()) {
      return 0;
    }
    for (int i = at + 1; i < at + length; i++) {
      char c = text.charAt(i);
      boolean continues = c >= 0x80 && c < 0xC0 || c > 0xFF && WINDOWS_1252.indexOf(c) >= 0;
      if (!continues) {
        return 0;
      }
    }
    return length;
  }
}
