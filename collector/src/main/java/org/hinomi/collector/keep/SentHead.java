package org.hinomi.collector.keep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hinomi.collector.keep.stamp.TimeStamp;

/**
 * A head that was sent out, and the time stamp over its line where an authority gave one.
 *
 * @param where it was read, for messages
 */
public record SentHead(Head head, Optional<TimeStamp> stamp, String where) {

  /** A head without a time stamp. */
  public static SentHead of(Head head) {
    return new SentHead(head, Optional.empty(), "");
  }

  /**
   * The heads of a history that an authority gave a time stamp for.
   *
   * @throws IOException also where the list of them is not what was written
   */
  public static List<SentHead> stamped(Path data) throws IOException {
    try {
      return StampBook.read(data);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * Reads a file of heads: a line each, as they were sent out; behind one of them, on a line of its
   * own, its time stamp. Other lines, as a syslog server writes them, are passed over.
   *
   * @throws IllegalArgumentException where a head is not whole, with file and line, or where there
   *     is none
   */
  public static List<SentHead> read(Path file) throws IOException {
    return parse(lines(file), file.toString());
  }

  /** The lines of a file of heads; empty ones in place of what is none. */
  public static List<String> lines(Path file) throws IOException {
    // Heads are ASCII; what other senders wrote beside them may be in any charset.
    List<String> lines =
        Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
            .map(line -> Head.isIn(line) || TimeStamp.isLine(line) ? line : "")
            .toList();
    if (lines.stream().allMatch(String::isEmpty)) {
      throw new IllegalArgumentException(
          file + ": no head in it (expected: lines \"hinomi-head …\", as they were sent out)");
    }
    return lines;
  }

  /** The same of lines that were read. */
  static List<SentHead> parse(List<String> lines, String source) {
    List<SentHead> heads = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String where = source + ":" + (i + 1);
      try {
        if (TimeStamp.isLine(line)) {
          if (heads.isEmpty()) {
            throw new IllegalArgumentException(
                "a time stamp (expected: its head on a line before)");
          }
          SentHead last = heads.removeLast();
          heads.add(new SentHead(last.head(), Optional.of(TimeStamp.parse(line)), where));
        } else if (!line.isBlank()) {
          heads.add(new SentHead(Head.parse(line), Optional.empty(), where));
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
      }
    }
    return heads;
  }
}
