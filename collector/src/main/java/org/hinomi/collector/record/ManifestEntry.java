package org.hinomi.collector.record;

import java.util.List;

/**
 * One step of the event history; it happens as a whole or not at all.
 *
 * @param added parts that belong to it from now on
 * @param removed files of parts that no longer do: others hold their events
 * @param nextPosition first journal position that is in no part
 * @param seen numbers of agents' records, each in place of what stood there for its source
 * @param anew whether {@code seen} stands in place of all sources: after damage, when records are
 *     read again from {@code nextPosition}
 */
record ManifestEntry(
    List<Part> added,
    List<String> removed,
    long nextPosition,
    List<RecordedRange> seen,
    boolean anew) {
  ManifestEntry {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    seen = List.copyOf(seen);
  }
}
