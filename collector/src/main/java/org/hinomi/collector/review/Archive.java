package org.hinomi.collector.review;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.keep.HistoryVerifier;
import org.hinomi.collector.record.Inquiry;
import org.hinomi.collector.record.TableSink;

/** What a review may ask. It can change nothing. */
public interface Archive {
  /**
   * Runs one SELECT over the views of docs/sql.md and gives all rows.
   *
   * @throws IllegalArgumentException where it is no such statement
   */
  void sql(String statement, TableSink sink) throws IOException;

  /** Begins questions that share what they read; empty where each is to be asked alone. */
  default Optional<Inquiry> inquire() throws IOException {
    return Optional.empty();
  }

  /** First position of the journal that is not recorded. */
  long nextPosition() throws IOException;

  /** What became of alerts, from a moment (inclusive) to another, in event time; oldest first. */
  List<AlertReader.Step> alerts(Instant from, Instant to) throws IOException;

  /** Reads everything and says whether it is as it was written. */
  HistoryVerifier.Report verify() throws IOException;
}
