package org.hinomi.collector.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.hinomi.collector.record.History;
import org.hinomi.collector.record.MetricQuery;
import org.hinomi.collector.record.StoredSample;
import org.hinomi.collector.record.Window;
import org.hinomi.core.sample.Metrics;

/** The shares in use (memory, swap, file systems) of the first rounds, for a new user to see. */
final class FirstSamples {
  private static final List<String> SHOWN =
      List.of(
          Metrics.MEMORY_UTILIZATION, Metrics.PAGING_UTILIZATION, Metrics.FILESYSTEM_UTILIZATION);
  private static final int MOST = 8;

  private final History history;

  FirstSamples(History history) {
    this.history = history;
  }

  /** One line a series; empty when nothing came in time. */
  List<String> await(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    List<String> lines = lines();
    while (lines.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      lines = lines();
    }
    return lines;
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    try {
      for (String metric : SHOWN) {
        history.metrics(
            new MetricQuery(null, metric, Window.ALWAYS, null, MOST),
            sample -> {
              if (sample instanceof StoredSample.Value value && lines.size() < MOST) {
                lines.add(line(value));
              }
            });
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  private static String line(StoredSample.Value sample) {
    String what = String.join(" ", sample.attributes().values());
    return String.format(
        Locale.ROOT, "%-36s %5.1f %%  %s", sample.metric(), 100 * sample.value(), what);
  }
}
