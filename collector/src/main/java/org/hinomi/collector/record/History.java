package org.hinomi.collector.record;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The read side of the record. Thread-safe; calls block until all is given. Interrupting the thread
 * that asks ends the question at once, with {@link HistoryException.Cancelled}.
 */
public interface History {

  /** Gives matching events, newest first (by time, then position). */
  void events(EventQuery query, Sink<StoredEvent> sink) throws IOException;

  /** Gives matching events of a span of journal positions, in their order. */
  void recorded(Condition condition, Positions positions, Sink<StoredEvent> sink)
      throws IOException;

  /**
   * Waits until an event at a journal position or after it is recorded, or patience is at an end.
   *
   * @return the first position that is not recorded
   */
  long awaitEvent(long position, Duration patience) throws IOException;

  /** Gives matching samples in the order of time, then by host, metric and attributes. */
  void metrics(MetricQuery query, Sink<StoredSample> sink) throws IOException;

  /**
   * From when on, in microseconds since 1970, each sample is kept as it came; before it there are
   * roll-ups only. Empty: nothing has been deleted.
   */
  OptionalLong samplesFrom() throws IOException;

  /**
   * Gives how many events there are in each group: in the order of time where steps of it are asked
   * for, and in each step, or of all, the largest first.
   */
  void aggregate(AggregateQuery query, Sink<EventGroup> sink) throws IOException;

  /**
   * Runs one SELECT over the views of docs/sql.md.
   *
   * @param limit most rows to give; 0: all
   * @throws IllegalArgumentException where it is no such statement, with a message for the reader
   */
  void sql(String statement, int limit, TableSink sink) throws IOException;

  /** Begins questions that share what they read; to be closed. */
  Inquiry inquire() throws IOException;

  /** Says what is wrong with a regular expression; empty when nothing is. */
  Optional<String> regexProblem(String expression) throws IOException;

  HistoryStatus status() throws IOException;

  /** Takes what is found, one by one. An exception ends the question. */
  interface Sink<T> {
    void accept(T found) throws IOException;
  }
}
