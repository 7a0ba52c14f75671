package org.hinomi.collector.record;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the lines of a manifest come to. Not thread-safe. */
public final class Catalog {
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final Map<String, Part> samples = new LinkedHashMap<>();
  private final SeenRecords seen = new SeenRecords();
  private long nextPosition = 1;

  public static Catalog of(List<ManifestEntry> entries) {
    Catalog catalog = new Catalog();
    entries.forEach(catalog::add);
    return catalog;
  }

  public void add(ManifestEntry entry) {
    entry.removed().forEach(parts::remove);
    entry.added().forEach(part -> parts.put(part.file(), part));
    if (entry.samples() != null) {
      entry.samples().removed().forEach(part -> samples.remove(part.file()));
      entry.samples().added().forEach(part -> samples.put(part.file(), part));
    }
    if (entry.anew()) {
      seen.clear();
    }
    seen.replace(entry.seen());
    nextPosition = entry.nextPosition();
  }

  /** By file, in the order in which they were added. */
  public Map<String, Part> parts() {
    return parts;
  }

  /** Parts of samples and roll-ups, likewise. */
  public Map<String, Part> samples() {
    return samples;
  }

  SeenRecords seen() {
    return seen;
  }

  public long nextPosition() {
    return nextPosition;
  }

  /**
   * The step that takes damaged parts out: back to before them, so that their events are read again
   * from the journal, or, where that no longer goes so far back, without them.
   *
   * @param journalFirst the oldest position that the journal has
   */
  static ManifestEntry without(
      List<ManifestEntry> entries, Collection<Part> damaged, long journalFirst) {
    ManifestEntry back = rewind(entries, damaged);
    return back.nextPosition() >= journalFirst
        ? back
        : new ManifestEntry(
            List.of(),
            damaged.stream().map(Part::file).toList(),
            of(entries).nextPosition(),
            List.of(),
            false);
  }

  /** Takes back all parts that reach behind the last line before which none of them begins. */
  private static ManifestEntry rewind(List<ManifestEntry> entries, Collection<Part> damaged) {
    Catalog now = of(entries);
    long bound = damaged.stream().mapToLong(Part::firstPosition).min().orElseThrow();
    while (true) {
      int lines = 0;
      for (int i = 0; i < entries.size(); i++) {
        if (entries.get(i).nextPosition() <= bound) {
          lines = i + 1;
        }
      }
      Catalog before = of(entries.subList(0, lines));
      long from = before.nextPosition();
      List<String> removed = new ArrayList<>();
      long first = from;
      for (Part part : now.parts().values()) {
        if (part.lastPosition() >= from) {
          removed.add(part.file());
          first = Math.min(first, part.firstPosition());
        }
      }
      if (first >= from) {
        return new ManifestEntry(List.of(), removed, from, before.seen().ranges(""), true);
      }
      bound = first;
    }
  }
}
