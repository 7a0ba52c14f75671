package org.hinomi.core.settings;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * One thing wrong in a settings or rule file, for the person who edits it. Prints as {@code
 * file:line: key: value (expected …)}. Secrets never stand here: whoever reports a problem with a
 * secret key gives {@code <secret>} as its value.
 *
 * @param file as it was named on the command line; {@code --set} for an override given there
 * @param line from 1; 1 where the problem is the file as a whole; for {@code --set} which of them
 * @param key dotted path from the top of the file, list entries from 0: {@code watch[1].file}
 * @param value what stands there, or what is wrong with it: {@code missing}, {@code a list}
 * @param expected what would be right, without the word "expected"
 */
public record ConfigProblem(Path file, int line, String key, String value, String expected) {

  /** Of what stands in the file. */
  private static final int LONGEST_SHOWN = 200;

  /** Of what is said of it: the keys of a section have to find room, and the one that was meant. */
  private static final int LONGEST_EXPECTED = 600;

  public ConfigProblem {
    requireNonNull(file, "file");
    requireNonNull(key, "key");
    requireNonNull(value, "value");
    requireNonNull(expected, "expected");
    if (line < 1) {
      throw new IllegalArgumentException("line " + line + " (expected: >= 1)");
    }
  }

  @Override
  public String toString() {
    return file
        + ":"
        + line
        + ": "
        + (key.isEmpty() ? "" : oneLine(key, LONGEST_SHOWN) + ": ")
        + oneLine(value, LONGEST_SHOWN)
        + (value.isEmpty() ? "(expected " : " (expected ")
        + oneLine(expected, LONGEST_EXPECTED)
        + ")";
  }

  /** A problem is one line on a terminal whatever bytes stood in the file. */
  private static String oneLine(String text, int longest) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length() && i < longest; i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        line.append("\\n");
      } else if (c == '\t') {
        line.append("\\t");
      } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
        line.append(String.format("\\u%04x", (int) c));
      } else {
        line.append(c);
      }
    }
    return text.length() > longest ? line + "…" : line.toString();
  }
}
