package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which parts of samples belong to a history of which lines of the manifest are lost: of
 * each class and day the newest, since a day that is written again holds all that it held before.
 * Changes nothing.
 */
final class SampleRecovery {
  private SampleRecovery() {}

  /**
   * What is to be done; as in {@link RecoveryPlan.Decision}.
   *
   * @param removed those that others stand in place of, and {@code gone}
   */
  record Decision(List<Part> added, List<Part> removed, List<Part> gone, List<String> aside) {}

  static Decision of(Path history, ManifestLines lines, RecoveryPlan.LostLines lost, PartScan scan)
      throws IOException {
    Map<String, Part> listed = new LinkedHashMap<>();
    Map<String, Integer> line = new HashMap<>();
    for (ManifestLines.Line each : lines.all()) {
      ManifestEntry entry = each.entry();
      if (each.counts() && entry != null && entry.samples() != null) {
        entry.samples().removed().forEach(part -> listed.remove(part.file()));
        for (Part part : entry.samples().added()) {
          listed.put(part.file(), part);
          line.put(part.file(), each.number());
        }
      }
    }
    List<String> aside = new ArrayList<>();
    List<Part> candidates = new ArrayList<>();
    for (String name : PartFiles.names(history, PartFiles.samples(history))) {
      Part of = listed.get(name);
      if (of != null && PartFiles.complete(history, of)) {
        candidates.add(of);
      } else {
        scan.samples(name).ifPresentOrElse(candidates::add, () -> aside.add(name));
      }
    }
    candidates.sort(Comparator.comparingLong(PartFiles::number).reversed());
    Map<String, Part> newest = new LinkedHashMap<>();
    for (Part part : candidates) {
      if (newest.putIfAbsent(Joining.folder(part), part) != null) {
        aside.add(part.file());
      }
    }
    Decision decision =
        new Decision(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), aside);
    for (Part part : newest.values()) {
      if (!part.equals(listed.get(part.file()))) {
        decision.added().add(upTo(part, newest.values()));
      }
    }
    for (Part part : listed.values()) {
      Part now = newest.get(Joining.folder(part));
      if (now == null && line.getOrDefault(part.file(), 0) < lost.last()) {
        decision.removed().add(part);
        decision.gone().add(part);
      } else if (now != null && !now.equals(part)) {
        decision.removed().add(part);
      }
    }
    return decision;
  }

  /**
   * A roll-up does not say up to which position it reaches; the samples of its day do.
   *
   * @param all of which one may have them
   */
  private static Part upTo(Part part, Iterable<Part> all) {
    Optional<Part> raw = Optional.empty();
    for (Part other : all) {
      if (other.day().equals(part.day())
          && SampleParts.resolution(other) == Resolution.RAW
          && SampleParts.resolution(part) != Resolution.RAW) {
        raw = Optional.of(other);
      }
    }
    return raw.map(from -> part.upTo(from.lastPosition())).orElse(part);
  }
}
