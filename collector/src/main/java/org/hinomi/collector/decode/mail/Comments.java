package org.hinomi.collector.decode.mail;

import java.util.Arrays;

/** Comments and quoted strings of header fields (RFC 5322 sections 3.2.2 and 3.2.4). */
final class Comments {
  private Comments() {}

  /**
   * The text with a blank for each character of its comments and quoted strings, which hold
   * anything, also what a sender wrote; all else stays where it was. Comments may stand in each
   * other. What does not end is left as it is.
   */
  static String blanked(String text) {
    char[] left = text.toCharArray();
    int depth = 0;
    int start = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && (quoted || depth > 0)) {
        i++;
      } else if (quoted) {
        if (c == '"') {
          Arrays.fill(left, start, i + 1, ' ');
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
        Arrays.fill(left, start, i + 1, ' ');
      }
    }
    return new String(left);
  }
}
