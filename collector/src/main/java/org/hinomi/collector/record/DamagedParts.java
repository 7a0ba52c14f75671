package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parts of an open history that are not what was written, and the step that takes them back. */
final class DamagedParts {
  private static final Logger LOG = LoggerFactory.getLogger(DamagedParts.class);

  private final Path history;
  private final PartFiles files;
  private final InstantSource clock;
  private final JournalEnds journal;
  private final PartMetrics metrics;
  private final Set<Part> found = ConcurrentHashMap.newKeySet();
  private final ReentrantLock looking = new ReentrantLock();

  /**
   * @param journal where their events may still be
   */
  DamagedParts(
      Path history,
      PartFiles files,
      InstantSource clock,
      JournalEnds journal,
      PartMetrics metrics) {
    this.history = history;
    this.files = files;
    this.clock = clock;
    this.journal = journal;
    this.metrics = metrics;
  }

  /**
   * Looks at every part, on the thread of who asks. While one looks, another who calls has nothing
   * to do.
   *
   * @return whether some were found, now or before
   */
  boolean suspect(Supplier<List<Part>> parts) throws IOException {
    if (looking.tryLock()) {
      try {
        look(parts.get());
      } finally {
        looking.unlock();
      }
    }
    return !none();
  }

  void look(List<Part> all) throws IOException {
    for (Part part : all) {
      if (!files.intact(part)) {
        found.add(part);
      }
    }
  }

  boolean none() {
    return found.isEmpty();
  }

  /** Those that were found and not forgotten since. */
  List<Part> found() {
    return List.copyOf(found);
  }

  void forget(Collection<Part> parts) {
    found.removeAll(parts);
  }

  /** Those of the parts of a catalog that are not there, or not as long as they were. */
  List<Part> missing(Map<String, Part> parts) throws IOException {
    List<Part> missing = new ArrayList<>();
    for (Part part : parts.values()) {
      if (!files.complete(part)) {
        missing.add(part);
      }
    }
    return missing;
  }

  /**
   * Sets damaged parts aside.
   *
   * @return the step that takes back what came after them, so that the journal gives it again, or,
   *     where that no longer goes so far back, takes them out
   */
  ManifestEntry takeBack(List<Part> damaged) throws IOException {
    for (Part part : damaged) {
      Path file = files.path(part);
      if (Files.exists(file)) {
        HotFile.setAside(
            file,
            clock,
            "it is not what was written",
            "A part of the history is damaged; it is set aside, and what came from it on is read"
                + " again from the journal, as far as that goes back.");
      } else {
        LOG.atWarn().addKeyValue("file", file).log("A part of the history is gone.");
      }
    }
    metrics.damaged(damaged.size());
    // Where a line was damaged meanwhile, the next start takes in again what it listed.
    List<ManifestEntry> entries = ManifestLines.read(history).entries();
    return ManifestRecovery.seenToo(
        history, entries, Catalog.without(entries, damaged, journal.first()));
  }

  /** Says what is lost where that step was done. */
  void report(List<Part> damaged, ManifestEntry back) {
    if (back.anew()) {
      return;
    }
    long lost = damaged.stream().mapToLong(Part::rows).sum();
    metrics.lost(lost);
    LOG.atError()
        .addKeyValue("events", lost)
        .addKeyValue("parts", damaged.stream().map(Part::file).toList())
        .log("Events are lost: the journal no longer has them. Restore the parts from a backup.");
  }
}
