package org.hinomi.collector.decode.mail;

/** Comments and quoted strings of header fields (RFC 5322 sections 3.2.2 and 3.2.4). */
final class Comments {
  private Comments() {}

  /**
   * The text with a blank for each character of its comments and quoted strings, which hold
   * anything, also what a sender wrote; all else stays where it was. Comments may stand in each
   * other. What does not end is left as it is.
   */
  static String blanked(String text) {
    StringBuilder left = new StringBuilder(text);
    int depth = 0;
    int start = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && (quoted || depth > 0)) {
        i++;
      } else if (quoted) {
        if (c == '"') {
          blank(left, start, i);
          quoted = false;
        }
      } else if (c == '"' && depth == 0) {
        quoted = true;
        start = i;
      } else if (c == '(') {
        if (depth++ == 0) {
          start = i;
        }
      } else if (c == ')' && depth > 0 && --depth == 0) {
        blank(left, start, i);
      }
    }
    return left.toString();
  }

  private static void blank(StringBuilder text, int from, int last) {
    text.replace(from, last + 1, " ".repeat(last + 1 - from));
  }
}
