package org.hinomi.collector.keep;

import static org.hinomi.collector.keep.Finding.Status.CUT_OFF;
import static org.hinomi.collector.keep.Finding.Status.LEFT_OVER;
import static org.hinomi.collector.keep.Finding.Status.MISSING;
import static org.hinomi.collector.keep.Finding.Status.MODIFIED;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hinomi.collector.record.Catalog;
import org.hinomi.collector.record.Manifest;
import org.hinomi.collector.record.ManifestEntry;
import org.hinomi.collector.record.ManifestLines;
import org.hinomi.collector.record.Part;

/**
 * Reads a manifest line by line and goes on behind what is wrong, where the program itself stops.
 * Not thread-safe; made for one reading.
 */
final class ManifestAudit {
  static final String NAME = "history/manifest.jsonl";

  /**
   * A line.
   *
   * @param number from 1
   * @param hash as it stands at its end
   */
  record Line(int number, String json, String hash, ManifestEntry entry) {}

  private final List<Line> lines = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, Part> removed = new HashMap<>();
  private final Catalog catalog = Catalog.of(List.of());
  private String head = Manifest.START;
  private int count;

  /** The hashes of each line, by its number: as it stands, and as it should be. */
  private final Map<Integer, Set<String>> hashes = new HashMap<>();

  /** Whether a line before was lost: what others say of what it said is no fault of theirs. */
  private boolean lost;

  private boolean unfinished;

  /** How many whole lines there are, and the hash of the last one. */
  record End(int lines, String hash) {}

  private ManifestAudit() {}

  /** Looks at the end of the manifest only. */
  static End end(Path history) throws IOException {
    Path file = Manifest.path(history);
    byte[] all = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    int lines = 0;
    int end = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == '\n') {
        lines++;
        end = i;
      }
    }
    int start = Math.max(0, end - Manifest.START.length());
    return new End(
        lines,
        lines == 0 ? Manifest.START : new String(all, start, end - start, StandardCharsets.UTF_8));
  }

  /** Reads the manifest in a folder {@code history}. */
  static ManifestAudit read(Path history) throws IOException {
    ManifestAudit audit = new ManifestAudit();
    Path file = Manifest.path(history);
    if (!Files.exists(file)) {
      audit.findings.add(Finding.of(MISSING, NAME, "no-manifest"));
      return audit;
    }
    ManifestLines all = ManifestLines.read(history);
    all.all().forEach(line -> audit.line(all, line));
    audit.unfinished = all.unfinished() > 0;
    if (audit.unfinished) {
      audit.findings.add(Finding.of(LEFT_OVER, NAME, "unfinished-line", all.unfinished()));
    }
    return audit;
  }

  /** Whether the last line has no end: so it is also while it is being written. */
  boolean unfinished() {
    return unfinished;
  }

  /** Lines that could be read. */
  List<Line> lines() {
    return lines;
  }

  /** All lines, also those that could not be read. */
  int count() {
    return count;
  }

  /** The hash of the last line. */
  String head() {
    return head;
  }

  List<Finding> findings() {
    return findings;
  }

  /** What the lines come to. */
  Catalog catalog() {
    return catalog;
  }

  /** Parts that belonged to the history once, by file. */
  Map<String, Part> removed() {
    return removed;
  }

  private void line(ManifestLines all, ManifestLines.Line line) {
    count++;
    String where = NAME + ":" + count;
    if (!line.hash().equals(line.expected())) {
      findings.add(Finding.of(MODIFIED, where, "line-changed", line.hash(), line.expected()));
    }
    if (!line.problem().isEmpty()) {
      findings.add(Finding.of(MODIFIED, where, "line-unreadable", line.problem()));
    }
    head = line.hash();
    hashes.put(
        count,
        line.counts() ? new HashSet<>(List.of(line.hash(), line.expected())) : Set.of(line.hash()));
    ManifestEntry entry = line.entry();
    if (!line.counts() || entry == null) {
      lost = true;
      return;
    }
    if (entry.recovered() == null) {
      check(where, entry);
    } else {
      recovered(where, entry, entry.recovered(), all.beforeHolds(line));
      lost = true; // where a line is gone without a trace, this one is the first to say so
    }
    entry.removed().forEach(this::takeOut);
    if (entry.samples() != null) {
      entry.samples().removed().forEach(part -> removed.put(part.file(), part));
    }
    catalog.add(entry);
    lines.add(new Line(count, line.json(), line.expected(), entry));
  }

  /** What a start has made of lines that it could not read goes on being said. */
  private void recovered(
      String where, ManifestEntry entry, ManifestEntry.Recovery recovery, boolean holds) {
    String which =
        recovery.lines().stream()
            .map(lost -> Integer.toString(lost.number()))
            .collect(Collectors.joining(", "));
    findings.add(
        Finding.of(
            MODIFIED,
            where,
            which.isEmpty() ? "recovered-end" : "recovered",
            which,
            recovery.at(),
            entry.added().size(),
            recovery.aside().size(),
            recovery.kept()));
    if (entry.held() != null) {
      findings.add(Finding.of(LEFT_OVER, where, "recovered-hold", entry.held().id()));
    }
    for (Part part : recovery.gone()) {
      findings.add(Finding.of(MISSING, part, "gone", part.rows(), where));
    }
    if (!holds) {
      findings.add(Finding.of(MODIFIED, where, "recovered-changed", recovery.before()));
    }
  }

  private void takeOut(String file) {
    Part part = catalog.parts().get(file);
    if (part != null) {
      removed.put(file, part);
    }
  }

  private void checkSamples(String where, ManifestEntry.Samples step) {
    for (Part part : step.removed()) {
      if (!part.equals(catalog.samples().get(part.file())) && !lost) {
        findings.add(Finding.of(MODIFIED, where, "takes-out-unknown", part.file()));
      } else if (step.ground().isEmpty()
          && step.added().stream()
              .noneMatch(
                  by ->
                      by.retentionClass().equals(part.retentionClass())
                          && by.day().equals(part.day()))) {
        findings.add(Finding.of(MISSING, part, "lost", part.rows(), where));
      }
    }
    for (Part part : step.added()) {
      if (catalog.samples().containsKey(part.file())) {
        findings.add(Finding.of(MODIFIED, where, "adds-again", part.file()));
      }
    }
  }

  /** Whether a step can follow the ones before. */
  private void check(String where, ManifestEntry entry) {
    if (entry.samples() != null) {
      checkSamples(where, entry.samples());
    }
    if (entry.nextPosition() < catalog.nextPosition() && !entry.anew() && !lost) {
      findings.add(
          Finding.of(MODIFIED, where, "goes-back", entry.nextPosition(), catalog.nextPosition()));
    }
    Map<String, Part> before = new LinkedHashMap<>();
    for (String file : entry.removed()) {
      Part part = catalog.parts().get(file);
      if (part == null && !lost) {
        findings.add(Finding.of(MODIFIED, where, "takes-out-unknown", file));
      } else if (part != null) {
        before.put(file, part);
      }
    }
    for (Part part : entry.added()) {
      if (catalog.parts().containsKey(part.file()) && !before.containsKey(part.file())) {
        findings.add(Finding.of(MODIFIED, where, "adds-again", part.file()));
      }
      if (part.lastPosition() >= entry.nextPosition()
          || part.rows() > part.lastPosition() - part.firstPosition() + 1) {
        findings.add(
            Finding.of(
                MODIFIED,
                part,
                "impossible-part",
                part.rows(),
                part.firstPosition(),
                part.lastPosition(),
                where));
      }
    }
    if (entry.removed().isEmpty() || entry.anew()) {
      return;
    }
    if (!entry.added().isEmpty()) {
      if (rows(entry.added()) != rows(before.values()) && !lost) {
        findings.add(
            Finding.of(
                MODIFIED, where, "joins-unequal", rows(entry.added()), rows(before.values())));
      }
    } else if (entry.disposed() == null) {
      before
          .values()
          .forEach(part -> findings.add(Finding.of(MISSING, part, "lost", part.rows(), where)));
    } else if (!lost && !List.copyOf(before.values()).equals(entry.disposed().parts())) {
      findings.add(Finding.of(MODIFIED, where, "disposal-differs"));
    }
  }

  private static long rows(Iterable<Part> parts) {
    long rows = 0;
    for (Part part : parts) {
      rows += part.rows();
    }
    return rows;
  }

  /** What a head that was sent out says of these lines. */
  void compare(Head sent) {
    if (sent.lines() == 0 || sent.manifest().equals(Manifest.START)) {
      return;
    }
    boolean anywhere = hashes.values().stream().anyMatch(of -> of.contains(sent.manifest()));
    boolean there = hashes.getOrDefault(sent.lines(), Set.of()).contains(sent.manifest());
    if (sent.lines() < 0 ? anywhere : there) {
      return;
    }
    if (anywhere) {
      findings.add(Finding.of(MODIFIED, NAME + ":" + sent.lines(), "head-moved", sent.manifest()));
    } else if (sent.lines() > count) {
      findings.add(Finding.of(CUT_OFF, NAME, "cut-off", count, sent.lines()));
    } else if (sent.lines() < 0) {
      findings.add(Finding.of(CUT_OFF, NAME, "head-unknown", sent.manifest()));
    } else {
      findings.add(
          Finding.of(MODIFIED, NAME + ":" + sent.lines(), "head-differs", sent.manifest()));
    }
  }
}
