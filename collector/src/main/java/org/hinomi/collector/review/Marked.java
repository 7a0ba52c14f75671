package org.hinomi.collector.review;

import java.time.Instant;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement with marks in the place of tables that others use as well. In print, a mark is a
 * subquery over events, and anybody can run it; in a review, a table that is there already.
 */
final class Marked {
  /** Begins a mark; in no text that a statement has. */
  static final char BEGIN = '\u0001';

  private static final char END = '\u0002';
  private static final Pattern MARK = Pattern.compile(BEGIN + "(\\w+) (-?\\d+) (-?\\d+)" + END);

  /** The events at positions that another statement gives. */
  static final String PICKED = BEGIN + "picked 0 0" + END;

  private Marked() {}

  /** A fact about a span. */
  record Mark(String name, long fromMicros, long toMicros) {}

  static String fact(String name, Instant from, Instant to) {
    return BEGIN + name + " " + micros(from) + " " + micros(to) + END;
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000;
  }

  /** The statement with a text for each mark. */
  static String replace(String statement, Function<Mark, String> text) {
    return MARK.matcher(statement)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    text.apply(
                        new Mark(
                            found.group(1),
                            Long.parseLong(found.group(2)),
                            Long.parseLong(found.group(3))))));
  }
}
