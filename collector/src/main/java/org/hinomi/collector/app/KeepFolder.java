package org.hinomi.collector.app;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.hinomi.collector.keep.KeepRequests;
import org.hinomi.collector.keep.Keeper;
import org.hinomi.collector.keep.PolicyCopy;
import org.hinomi.collector.record.HotIndex;
import org.hinomi.collector.record.HotSettings;
import org.hinomi.collector.review.HistoryArchive;

/** Holds, releases and moves in a folder that no collector runs on. Not thread-safe. */
public final class KeepFolder implements AutoCloseable {
  private final HotIndex index;
  private final KeepRequests requests;
  private final Keeper keeper;

  /**
   * Opens the folder.
   *
   * @throws IOException where a collector has it open
   */
  public KeepFolder(Path data, InstantSource clock) throws IOException {
    index =
        new HotIndex(
            data,
            HotSettings.DEFAULT,
            clock,
            new PrometheusRegistry(),
            new JournalEndsLater(data.resolve("journal")));
    try {
      keeper = new Keeper(data, index.steps(), clock);
      requests = new KeepRequests(keeper, PolicyCopy.read(data, clock), index::snapshot);
    } catch (IOException | RuntimeException e) {
      index.close();
      throw e;
    }
  }

  /** What can be asked of it. */
  public KeepRequests requests() {
    return requests;
  }

  /** Who takes the steps. */
  Keeper keeper() {
    return keeper;
  }

  /** What a review may ask. */
  HistoryArchive archive(Path data, InstantSource clock) {
    return new HistoryArchive(data, index.history(), clock, () -> false);
  }

  @Override
  public void close() throws IOException {
    index.close();
  }
}
