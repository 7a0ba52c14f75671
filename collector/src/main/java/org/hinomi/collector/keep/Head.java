package org.hinomi.collector.keep;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ends of a history's two chains at one moment. Sent out, it shows later that nothing before
 * that moment was changed or taken away, not even by someone who can write every file.
 *
 * <p>As text: {@code hinomi-head AT manifest LINES HASH journal POSITION HASH}.
 *
 * @param at when it was taken, ISO 8601, UTC; empty: unknown
 * @param lines of the manifest; -1: unknown
 * @param manifest hash of its last line, 64 hexadecimal digits
 * @param position that the next record of the journal gets; -1: unknown
 * @param journal hash of the journal's last group; empty: unknown
 */
public record Head(String at, int lines, String manifest, long position, String journal) {
  private static final Pattern TEXT =
      Pattern.compile(
          ".*hinomi-head (\\S+) manifest (\\d{1,9}) ([0-9a-f]{64})"
              + " journal (\\d{1,18}) ([0-9a-f]{64})(?:\\W.*)?");
  private static final Pattern HASH = Pattern.compile("\\s*([0-9a-f]{64})\\s*");

  /** Whether a line is meant to have one. */
  static boolean isIn(String line) {
    return line.contains("hinomi-head ") || HASH.matcher(line).matches();
  }

  /**
   * Reads a head as it was sent out, also inside a line of whoever received it, or the hash of a
   * manifest's line alone.
   *
   * @throws IllegalArgumentException where it is neither, with a message for the reader
   */
  public static Head parse(String text) {
    Matcher whole = TEXT.matcher(text);
    if (whole.matches()) {
      return new Head(
          whole.group(1),
          Integer.parseInt(whole.group(2)),
          whole.group(3),
          Long.parseLong(whole.group(4)),
          whole.group(5));
    }
    Matcher hash = HASH.matcher(text);
    if (hash.matches()) {
      return new Head("", -1, hash.group(1), -1, "");
    }
    throw new IllegalArgumentException(
        text
            + " (expected: a line \"hinomi-head …\" as it was sent out, or 64 hexadecimal digits)");
  }

  @Override
  public String toString() {
    return "hinomi-head "
        + (at.isEmpty() ? "-" : at)
        + " manifest "
        + lines
        + " "
        + manifest
        + " journal "
        + position
        + " "
        + journal;
  }
}
