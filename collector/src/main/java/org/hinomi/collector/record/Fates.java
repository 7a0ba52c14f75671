package org.hinomi.collector.record;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hinomi.collector.decode.Event;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;

/**
 * What became of events that the journal gives again after damage: those that were moved go to the
 * class they were moved to, those that were disposed of do not come back. The manifest tells: each
 * batch wrote one part of a class and day, and lines say what became of that.
 *
 * <p>Not thread-safe.
 */
final class Fates {
  /** The folder of what does not come back. */
  static final String GONE = "";

  /**
   * What was one part when it was recorded.
   *
   * @param recorded its class then
   * @param folder its class in the end, or {@link #GONE}
   */
  private record Origin(String recorded, String day, long first, long last, String folder) {
    Origin in(String other) {
      return new Origin(recorded, day, first, last, other);
    }

    boolean holds(long position) {
      return position >= first && position <= last;
    }
  }

  /** A part and what was joined to it. */
  private record Listed(Part part, List<Origin> origins) {}

  private final Map<String, Listed> listed = new HashMap<>();

  /** What was taken back and has not come again, and what is gone; the newest last. */
  private final List<Origin> left = new ArrayList<>();

  private long end = 1;

  /** Whether no line is lost. */
  private boolean whole = true;

  /** Reads them from all lines of a manifest; there are none where nothing comes again. */
  static Fates of(List<ManifestEntry> entries) {
    Fates fates = new Fates();
    long highest = entries.stream().mapToLong(ManifestEntry::nextPosition).max().orElse(1);
    if (!entries.isEmpty() && entries.getLast().nextPosition() < highest) {
      entries.forEach(fates::add);
    }
    return fates;
  }

  /** First position that comes for the first time: what is before it may have a fate. */
  long end() {
    return end;
  }

  private void add(ManifestEntry entry) {
    whole &= entry.recovered() == null;
    Set<String> gone =
        entry.recovered() == null
            ? Set.of()
            : entry.recovered().gone().stream().map(Part::file).collect(Collectors.toSet());
    List<Listed> out = new ArrayList<>();
    for (String file : entry.removed()) {
      Listed part = listed.remove(file);
      if (part == null) {
        lost(file, entry);
        continue;
      }
      out.add(part);
      if (entry.disposed() != null || gone.contains(file)) {
        part.origins().forEach(origin -> left.add(origin.in(GONE)));
      } else if (entry.anew()) {
        left.addAll(part.origins());
      }
    }
    for (Part part : entry.added()) {
      listed.put(part.file(), new Listed(part, origins(part, entry, out)));
    }
    if (!entry.anew()) {
      left.removeIf(
          origin -> !origin.folder().equals(GONE) && origin.last() < entry.nextPosition());
    }
    end = Math.max(end, entry.nextPosition());
  }

  /** Where the line is lost that listed a part, the record of its disposal says what it was. */
  private void lost(String file, ManifestEntry entry) {
    if (entry.disposed() != null) {
      for (Part part : entry.disposed().parts()) {
        if (part.file().equals(file)) {
          left.add(origin(part).in(GONE));
        }
      }
    }
  }

  private Origin origin(Part part) {
    return new Origin(
        recorded(part),
        part.day(),
        part.firstPosition(),
        part.lastPosition(),
        part.retentionClass());
  }

  /** Of parts that stand in place of others: what those were. */
  private List<Origin> origins(Part part, ManifestEntry entry, List<Listed> out) {
    boolean joined = entry.moved() == null && entry.recovered() == null;
    List<Origin> origins = new ArrayList<>();
    if (joined && out.size() < entry.removed().size()) {
      origins.add(origin(part)); // the line is lost that listed what it was made of
    }
    origins.addAll(
        out.stream()
            .filter(of -> joined || isIn(of.part(), part))
            .flatMap(of -> of.origins().stream())
            .map(origin -> origin.in(part.retentionClass()))
            .toList());
    return origins.isEmpty() ? List.of(origin(part)) : origins;
  }

  private static boolean isIn(Part before, Part part) {
    return before.sha256().equals(part.sha256())
        || (!before.groups().isEmpty() && part.groups().containsAll(before.groups()));
  }

  /** What comes again in the folder of another class was recorded in the one it had before. */
  private String recorded(Part part) {
    return left.stream()
        .filter(origin -> origin.day().equals(part.day()))
        .filter(origin -> origin.folder().equals(part.retentionClass()))
        .filter(origin -> origin.first() <= part.lastPosition())
        .filter(origin -> origin.last() >= part.firstPosition())
        .map(Origin::recorded)
        .findFirst()
        .orElse(part.retentionClass());
  }

  /** Those of a range of positions, for as many questions as there are events in it. */
  Span span(long from, long to) {
    return new Span(
        left.stream().filter(origin -> origin.first() < to && origin.last() >= from).toList(),
        whole);
  }

  /** Fates of a range of positions. */
  static final class Span {
    private final List<Origin> origins;

    private final boolean whole;

    private Span(List<Origin> origins, boolean whole) {
      this.origins = origins;
      this.whole = whole;
    }

    /** The class in whose folder an event belongs, or {@link #GONE}; null: its own. */
    @Nullable String of(Event event) {
      String day = LocalDate.ofEpochDay(EventBuffer.day(event)).toString();
      List<Origin> of =
          origins.stream()
              .filter(origin -> origin.holds(event.position()) && origin.day().equals(day))
              .toList();
      Object own = event.fields().get(Fields.RETENTION_CLASS);
      List<Origin> same = of.stream().filter(origin -> origin.recorded().equals(own)).toList();
      if (!same.isEmpty()) {
        // Several only where lines are lost; then rather one too many than one too few.
        return same.stream()
            .map(Origin::folder)
            .filter(folder -> !folder.equals(GONE))
            .reduce((first, last) -> last)
            .orElse(GONE);
      }
      // The policy may have other classes now: where there is only one part that it can have been
      // in.
      List<String> folders = of.stream().map(Origin::folder).distinct().toList();
      return folders.size() == 1 && (whole || !folders.getFirst().equals(GONE))
          ? folders.getFirst()
          : null;
    }
  }
}
