package org.hinomi.collector.review;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.keep.HistoryVerifier;
import org.hinomi.collector.record.History;
import org.hinomi.collector.record.Inquiry;
import org.hinomi.collector.record.TableSink;

/** The history of a data folder, of a collector at work or of a stopped one. Thread-safe. */
public final class HistoryArchive implements Archive {
  /** More steps of alerts than a period has. */
  private static final int MOST_STEPS = 1_000_000;

  private final Path data;
  private final History history;
  private final InstantSource clock;
  private final BooleanSupplier running;

  /**
   * @param running whether a collector runs on the folder
   */
  public HistoryArchive(Path data, History history, InstantSource clock, BooleanSupplier running) {
    this.data = data;
    this.history = history;
    this.clock = clock;
    this.running = running;
  }

  @Override
  public void sql(String statement, TableSink sink) throws IOException {
    history.sql(statement, 0, sink);
  }

  @Override
  public Optional<Inquiry> inquire() throws IOException {
    return Optional.of(history.inquire());
  }

  @Override
  public long nextPosition() throws IOException {
    return history.status().nextPosition();
  }

  @Override
  public List<AlertReader.Step> alerts(Instant from, Instant to) throws IOException {
    return new AlertReader(data.resolve("state")).history(from, to, MOST_STEPS).reversed();
  }

  @Override
  public HistoryVerifier.Report verify() throws IOException {
    try {
      return new HistoryVerifier(data, clock, running, 2, bytes -> {}).run(List.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the history was verified", e);
    }
  }
}
