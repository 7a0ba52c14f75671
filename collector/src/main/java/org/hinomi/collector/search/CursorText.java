package org.hinomi.collector.search;

import java.time.DateTimeException;
import java.time.Instant;
import org.hinomi.collector.record.EventCursor;
import org.jspecify.annotations.Nullable;

/**
 * A cursor as readers hand it back: the last event's {@code @timestamp}, a comma, and its {@code
 * journal.position}, so that it can also be made from the last line of an answer.
 */
final class CursorText {
  private CursorText() {}

  static String write(EventCursor cursor) {
    return Micros.iso(cursor.time()) + "," + cursor.position();
  }

  /**
   * Reads a cursor.
   *
   * @throws IllegalArgumentException with a message for the reader
   */
  static EventCursor read(String text) {
    int comma = text.indexOf(',');
    try {
      if (comma > 0) {
        return new EventCursor(
            Micros.of(Instant.parse(text.substring(0, comma))),
            Long.parseLong(text.substring(comma + 1)));
      }
    } catch (DateTimeException | NumberFormatException e) {
      throw problem(text, e);
    }
    throw problem(text, null);
  }

  private static IllegalArgumentException problem(String text, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "after: "
            + text
            + " (expected: the cursor that an answer ended with,"
            + " such as 2026-11-23T08:00:00.000000Z,17)",
        cause);
  }
}
