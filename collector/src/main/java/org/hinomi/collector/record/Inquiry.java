package org.hinomi.collector.record;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

/**
 * Questions of one moment's history that share what they have read. Their tables are its own and
 * gone when it is closed. For one thread; interrupting it ends the question at once.
 */
public interface Inquiry extends AutoCloseable {
  /** Told how many files of so many have been read. */
  @FunctionalInterface
  interface Progress {
    void at(int done, int of);
  }

  /**
   * Reads the files that have not been read for these digests yet, which takes long, and keeps what
   * it read beside them.
   *
   * @param columns what several of them are made from
   * @param atOnce files that are read at the same time, at most: each takes a core
   */
  void prepare(
      List<Digest> digests,
      DigestColumns columns,
      long fromMicros,
      long toMicros,
      int atOnce,
      Progress progress)
      throws IOException;

  /**
   * Makes a table of what a digest's SELECT gives for the events of a span that stand before a
   * position of the journal.
   *
   * @param table its name, of letters, digits and underscores
   */
  void gather(String table, Digest digest, long fromMicros, long toMicros, long until)
      throws IOException;

  /**
   * Makes a table of the events at some positions.
   *
   * @param table its name, of letters, digits and underscores
   * @param columns of the view {@code event}, a constant
   */
  void pick(String table, String columns, Collection<Long> positions) throws IOException;

  /**
   * Runs one SELECT over the views of docs/sql.md and the tables of this inquiry, and gives all
   * rows.
   */
  void sql(String statement, TableSink sink) throws IOException;

  @Override
  void close() throws IOException;
}
