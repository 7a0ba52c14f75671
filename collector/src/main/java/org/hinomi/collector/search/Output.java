package org.hinomi.collector.search;

import java.io.IOException;
import java.io.Writer;

/** Writes an answer, one found thing after the other. */
interface Output<T> extends AutoCloseable {
  void start(Writer out) throws IOException;

  void one(Writer out, T found) throws IOException;

  /**
   * Ends it.
   *
   * @param count how many were written
   * @param cut whether the limit may have left some out
   * @param lastDay whether nobody named a span of time, so that older ones were not looked for
   */
  void end(Writer out, long count, boolean cut, boolean lastDay) throws IOException;

  /** Gives memory back; also after a failure. */
  @Override
  default void close() {}
}
