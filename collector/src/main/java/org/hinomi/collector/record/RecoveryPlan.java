package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which parts of events make up a history of which lines of the manifest are lost. Changes
 * nothing. Not thread-safe; made for one decision.
 *
 * <p>What it relies on: the parts of a batch are written whole before their line, and none of the
 * next batch before that line is synced. So of the parts that no line knows only those of the
 * newest batch may lack their neighbours; they are left to the journal where it still has them.
 */
final class RecoveryPlan {
  private final Path history;
  private final PartScan scan;
  private final LostLines lost;
  private final long journalFirst;
  private final Map<String, Part> listed = new LinkedHashMap<>();
  private final Map<String, Integer> line = new HashMap<>();
  private final Set<Part> newcomers = new LinkedHashSet<>();
  private final TakenOut takenOut = new TakenOut();
  private final List<Part> present = new ArrayList<>();
  private final List<Part> missing = new ArrayList<>();
  private final Map<String, Part> added = new LinkedHashMap<>();
  private final Map<String, Part> removed = new LinkedHashMap<>();
  private final List<Part> gone = new ArrayList<>();
  private final Set<String> aside = new LinkedHashSet<>();
  private long nextPosition = 1;
  private long highest = 1;

  /** The line that shows that one before it took parts back. */
  private int wentBack;

  /**
   * Which lines are lost.
   *
   * @param first number of the first; {@link Integer#MAX_VALUE}: behind all that are there
   * @param last number of the last; 0: none is lost
   */
  record LostLines(int first, int last) {}

  /**
   * What is to be done.
   *
   * @param parts all that belong to the history then
   * @param added those of them that no line knows
   * @param removed listed parts that no longer belong to it
   * @param gone those of them that are not there, and nobody knows why
   * @param aside files that do not belong to it
   * @param nextPosition first position that is in no part
   */
  record Decision(
      List<Part> parts,
      List<Part> added,
      List<Part> removed,
      List<Part> gone,
      List<String> aside,
      long nextPosition) {}

  private RecoveryPlan(Path history, PartScan scan, LostLines lost, long journalFirst) {
    this.history = history;
    this.scan = scan;
    this.lost = lost;
    this.journalFirst = journalFirst;
  }

  /**
   * Decides.
   *
   * @param journalFirst the oldest position that the journal has; {@link Long#MAX_VALUE}: it gives
   *     nothing again
   * @param today the day that is not over, UTC: nothing of it can have been disposed of
   */
  static Decision of(
      Path history,
      ManifestLines lines,
      LostLines lost,
      long journalFirst,
      LocalDate today,
      PartScan scan)
      throws IOException {
    RecoveryPlan plan = new RecoveryPlan(history, scan, lost, journalFirst);
    lines.all().forEach(plan::list);
    for (Part part : plan.listed.values()) {
      (PartFiles.complete(history, part) ? plan.present : plan.missing).add(part);
    }
    plan.recordedAgain();
    plan.replaced();
    plan.unlisted();
    plan.gone(today);
    List<Part> parts = new ArrayList<>(plan.listed.values());
    parts.removeAll(plan.removed.values());
    parts.addAll(plan.added.values());
    return new Decision(
        parts,
        List.copyOf(plan.added.values()),
        List.copyOf(plan.removed.values()),
        plan.gone,
        List.copyOf(plan.aside),
        plan.nextPosition);
  }

  private void list(ManifestLines.Line each) {
    ManifestEntry entry = each.entry();
    if (!each.counts() || entry == null) {
      return;
    }
    boolean known = listed.keySet().containsAll(entry.removed());
    takenOut.add(entry, listed);
    entry.removed().forEach(listed::remove);
    for (Part part : entry.added()) {
      listed.put(part.file(), part);
      line.put(part.file(), each.number());
      boolean explained = entry.removed().isEmpty() ? part.firstPosition() >= highest : known;
      if (each.number() > lost.first() && entry.recovered() == null && !explained) {
        newcomers.add(part);
      }
    }
    if (entry.nextPosition() < highest && !entry.anew()) {
      wentBack = each.number();
    }
    nextPosition = entry.nextPosition();
    highest = entry.anew() ? nextPosition : Math.max(highest, nextPosition);
  }

  /** Where a line is lost that took parts back, what was recorded again stands beside them. */
  private void recordedAgain() throws IOException {
    for (Part part : newcomers) {
      if (!present.contains(part)) {
        continue;
      }
      for (Part before : List.copyOf(present)) {
        if (line(before) < line(part) && scan.overlap(before, part)) {
          putAside(before);
        }
      }
    }
    for (Part before : List.copyOf(present)) {
      if (line(before) < wentBack && before.lastPosition() >= nextPosition) {
        putAside(before); // the journal gives it again
      }
    }
  }

  private int line(Part part) {
    return line.getOrDefault(part.file(), 0);
  }

  /** Where a line is lost that joined or moved parts, and a later one lists what became of them. */
  private void replaced() throws IOException {
    for (Part part : List.copyOf(missing)) {
      for (Part other : present) {
        if (covers(other, part)) {
          replace(part);
          break;
        }
      }
    }
  }

  private void replace(Part part) {
    missing.remove(part);
    removed.put(part.file(), part);
  }

  private void putAside(Part part) {
    present.remove(part);
    removed.put(part.file(), part);
    aside.add(part.file());
  }

  private void unlisted() throws IOException {
    List<Part> found = new ArrayList<>();
    for (String name : PartFiles.names(history, PartFiles.folder(history))) {
      Part of = listed.get(name);
      if (of != null && !missing.contains(of) && !removed.containsValue(of)) {
        continue;
      }
      switch (takenOut.look(history, name)) {
        case NEVER -> scan.events(name).ifPresentOrElse(found::add, () -> aside.add(name));
        case FOR_GOOD -> {} // and deleted, as it should have been
        case FOR_OTHERS -> {
          if (!missing.isEmpty()) {
            aside.add(name);
          }
        }
        case UNKNOWN -> aside.add(name);
      }
    }
    // Those that were joined before those they were joined of.
    found.sort(
        Comparator.comparingLong(Part::rows)
            .thenComparingLong(PartFiles::number)
            .reversed()
            .thenComparing(Part::file));
    List<Part> alone = new ArrayList<>();
    for (Part part : found) {
      List<Part> over = overlapping(part, present);
      List<Part> stands = coveredBy(part, missing);
      boolean inPlace = !stands.isEmpty() && coveredBy(part, over).size() == over.size();
      if (!overlapping(part, alone).isEmpty() || (!over.isEmpty() && !inPlace)) {
        aside.add(part.file());
      } else if (inPlace) {
        over.forEach(this::putAside);
        stands.forEach(this::replace);
        take(part);
      } else {
        alone.add(part);
      }
    }
    choose(alone);
  }

  /** Takes what was recorded for certain, and leaves the rest to the journal. */
  private void choose(List<Part> alone) {
    List<Part> left = new ArrayList<>(alone);
    boolean again = true;
    while (again) {
      again = false;
      for (Part part : List.copyOf(left)) {
        if (part.firstPosition() < Math.max(nextPosition, journalFirst)
            || part.groups().size() > 1
            || hasLater(part, present)
            || hasLater(part, alone)) {
          left.remove(part);
          take(part);
          again = true;
        }
      }
    }
    left.forEach(part -> aside.add(part.file()));
  }

  /** Whether a part is of an earlier batch than another: each has one of a class and day. */
  private static boolean hasLater(Part part, List<Part> others) {
    return others.stream()
        .anyMatch(
            other ->
                other.lastPosition() > part.lastPosition()
                    && Joining.folder(other).equals(Joining.folder(part)));
  }

  private void take(Part part) {
    present.add(part);
    added.put(part.file(), part);
    nextPosition = Math.max(nextPosition, part.lastPosition() + 1);
  }

  private List<Part> overlapping(Part part, List<Part> others) throws IOException {
    List<Part> over = new ArrayList<>();
    for (Part other : others) {
      if (scan.overlap(other, part)) {
        over.add(other);
      }
    }
    return over;
  }

  private List<Part> coveredBy(Part part, List<Part> others) throws IOException {
    List<Part> covered = new ArrayList<>();
    for (Part other : others) {
      if (covers(part, other)) {
        covered.add(other);
      }
    }
    return covered;
  }

  /** Whether a part, which is there, has all that another had. */
  private boolean covers(Part part, Part other) throws IOException {
    if (part.sha256().equals(other.sha256())) {
      return true;
    }
    if (!other.groups().isEmpty()) {
      return !part.groups().isEmpty() && new HashSet<>(part.groups()).containsAll(other.groups());
    }
    return part.day().equals(other.day())
        && part.firstPosition() <= other.firstPosition()
        && part.lastPosition() >= other.lastPosition()
        && scan.rowsIn(part, other.firstPosition(), other.lastPosition()) >= other.rows();
  }

  /** What a line that is lost may have disposed of does not come back. */
  private void gone(LocalDate today) {
    for (Part part : List.copyOf(missing)) {
      if (line(part) < lost.last() && LocalDate.parse(part.day()).isBefore(today)) {
        replace(part);
        gone.add(part);
      }
    }
  }
}
