package org.hinomi.collector.keep;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hinomi.collector.record.Condition;
import org.hinomi.collector.record.ManifestEntry.Hold;
import org.hinomi.collector.record.Part;
import org.hinomi.collector.record.PartSearch;
import org.hinomi.collector.search.QueryException;
import org.hinomi.collector.search.QueryParser;

/** Finds the parts that hold something of a legal hold. */
final class HoldSearch {
  private final Path data;
  private final InstantSource clock;

  HoldSearch(Path data, InstantSource clock) {
    this.data = data;
    this.clock = clock;
  }

  /**
   * Looks at parts.
   *
   * @return the files of those that are held
   * @throws IOException also where a hold cannot be understood or a part not be read: then nothing
   *     may be deleted
   */
  Set<String> held(List<Part> parts) throws IOException {
    Set<String> held = new HashSet<>();
    List<Hold> holds = Holds.of(data).present();
    if (holds.isEmpty() || parts.isEmpty()) {
      return held;
    }
    try (PartSearch search = new PartSearch(data.resolve("history"))) {
      for (Hold hold : holds) {
        held.addAll(search.holding(condition(search, hold.query(), clock), parts));
      }
    } catch (QueryException e) {
      throw new IOException("a legal hold cannot be understood: " + e.getMessage(), e);
    }
    return held;
  }

  /**
   * What a query finds now.
   *
   * @param parts that hold some of them
   * @param whole whether all parts were looked at
   */
  record Found(long events, int parts, boolean whole) {}

  /** Counts what a query finds in parts, for as long as {@code patience}. */
  static Found found(
      Path data, String query, List<Part> parts, Duration patience, InstantSource clock)
      throws QueryException, IOException {
    long end = System.nanoTime() + patience.toNanos();
    long events = 0;
    int holding = 0;
    try (PartSearch search = new PartSearch(data.resolve("history"))) {
      Condition condition = condition(search, query, clock);
      for (Part part : parts) {
        if (System.nanoTime() - end > 0) {
          return new Found(events, holding, false);
        }
        long count = search.count(part, condition);
        events += count;
        holding += count > 0 ? 1 : 0;
      }
    }
    return new Found(events, holding, true);
  }

  /** Reads a query; without a zone, its times are UTC. */
  static Condition condition(PartSearch search, String query, InstantSource clock)
      throws QueryException, IOException {
    return new QueryParser(search::regexProblem, clock, ZoneOffset.UTC).parse(query);
  }
}
