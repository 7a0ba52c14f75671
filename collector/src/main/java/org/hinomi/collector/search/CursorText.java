package org.hinomi.collector.search;

import java.time.DateTimeException;
import java.time.Instant;
import org.hinomi.collector.record.EventCursor;

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
      throw problem(text);
    }
    throw problem(text);
  }

  private static WrongQuestion problem(String text) {
    return new WrongQuestion("cursor", text);
  }
}
