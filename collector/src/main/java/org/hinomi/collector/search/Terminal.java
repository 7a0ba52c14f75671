package org.hinomi.collector.search;

/**
 * Text from outside made safe for a terminal: whatever could move its cursor, change its settings
 * or turn the reading direction is shown as an escape.
 */
public final class Terminal {
  private Terminal() {}

  /** On one line. */
  public static String safe(String text) {
    return safe(text, false);
  }

  /** The same; lines and tabs stay, for a format that puts texts in quotes. */
  static String safeLines(String text) {
    return safe(text, true);
  }

  private static String safe(String text, boolean lines) {
    int i = 0;
    while (i < text.length() && !harmful(text.charAt(i))) {
      i++;
    }
    if (i == text.length()) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text.length() + 16).append(text, 0, i);
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (lines && (c == '\n' || c == '\r' || c == '\t')) {
        safe.append(c);
      } else if (c == '\n') {
        safe.append("\\n");
      } else if (c == '\t') {
        safe.append(' ');
      } else if (harmful(c)) {
        safe.append(String.format("\\u%04x", (int) c));
      } else {
        safe.append(c);
      }
    }
    return safe.toString();
  }

  /** JSON, in which control characters above ASCII's stand raw; they can only be in strings. */
  static String safeJson(String json) {
    for (int i = 0; i < json.length(); i++) {
      if (harmful(json.charAt(i))) {
        return safe(json);
      }
    }
    return json;
  }

  /** C0 and C1 controls, and Unicode's bidirectional and line controls. */
  private static boolean harmful(char c) {
    return c < 0x20
        || (c >= 0x7f && c <= 0x9f)
        || (c >= 0x200e && c <= 0x200f)
        || (c >= 0x2028 && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
