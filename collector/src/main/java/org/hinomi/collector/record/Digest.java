package org.hinomi.collector.record;

/**
 * What many questions about very many events start from, so that they need not read the events: one
 * SELECT over events whose answer for several files can be put together from the answers for each.
 * Statements are made of constants and of numbers, times and literals of the caller. Times are
 * microseconds since 1970.
 */
public interface Digest {
  /** Names it and all that its statements are made from; another text is another digest. */
  String version();

  /**
   * The SELECT.
   *
   * @param table what stands behind FROM
   * @param fromMicros events of other times are none that it has to be right about
   * @param where condition on events
   */
  String select(String table, long fromMicros, long toMicros, String where);

  /**
   * What is kept of a file: the SELECT without a condition, or what is enough of it for those who
   * ask.
   */
  default String kept(String table, long fromMicros, long toMicros) {
    return select(table, fromMicros, toMicros, "TRUE");
  }

  /** A condition on rows of the SELECT: their events are of a span, which begins and ends a day. */
  String within(long fromMicros, long toMicros);

  /** Puts rows of several answers together. */
  String merged(String table);

  /** What is enough of what was kept of the portions of one file, in a table. */
  default String together(String table, long fromMicros, long toMicros) {
    return merged(table);
  }
}
