package org.hinomi.collector.journal;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** Reads durable records in order. Not thread-safe; each consumer has its own. */
public interface JournalReader extends AutoCloseable {

  /** Position of the record that the next read gives. */
  long nextPosition();

  /**
   * Gives records to {@code sink}, in order, waiting up to {@code wait} for the first.
   *
   * @param maxRecords stop after the chunk in which this many were given
   * @return how many were given; 0 after the wait
   */
  int read(int maxRecords, Duration wait, Consumer<RecordView> sink)
      throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}
