package org.hinomi.collector.record;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the lines of a manifest come to. Not thread-safe. */
final class Catalog {
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final SeenRecords seen = new SeenRecords();
  private long nextPosition = 1;

  static Catalog of(List<ManifestEntry> entries) {
    Catalog catalog = new Catalog();
    entries.forEach(catalog::add);
    return catalog;
  }

  void add(ManifestEntry entry) {
    entry.removed().forEach(parts::remove);
    entry.added().forEach(part -> parts.put(part.file(), part));
    if (entry.anew()) {
      seen.clear();
    }
    seen.replace(entry.seen());
    nextPosition = entry.nextPosition();
  }

  /** By file, in the order in which they were added. */
  Map<String, Part> parts() {
    return parts;
  }

  SeenRecords seen() {
    return seen;
  }

  long nextPosition() {
    return nextPosition;
  }

  /**
   * The step that takes back everything from the damaged parts on, so that it is read again from
   * the journal: back to a line before which none of the parts that stay reaches over.
   */
  static ManifestEntry rewind(List<ManifestEntry> entries, Collection<Part> damaged) {
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
