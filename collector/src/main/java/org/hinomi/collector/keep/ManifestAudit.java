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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.record.Catalog;
import org.hinomi.collector.record.Manifest;
import org.hinomi.collector.record.ManifestEntry;
import org.hinomi.collector.record.Part;
import tools.jackson.core.JacksonException;

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
    byte[] all = Files.readAllBytes(file);
    int start = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == '\n') {
        audit.line(new String(all, start, i - start, StandardCharsets.UTF_8));
        start = i + 1;
      }
    }
    if (start < all.length) {
      audit.findings.add(Finding.of(LEFT_OVER, NAME, "unfinished-line", all.length - start));
    }
    return audit;
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

  private void line(String text) {
    count++;
    String where = NAME + ":" + count;
    int tab = text.lastIndexOf('\t');
    String json = tab < 0 ? text : text.substring(0, tab);
    String stated = tab < 0 ? "" : text.substring(tab + 1);
    String expected = Manifest.hash(head, json);
    if (!stated.equals(expected)) {
      findings.add(Finding.of(MODIFIED, where, "line-changed", stated, expected));
    }
    head = stated;
    ManifestEntry entry;
    try {
      entry = Manifest.entry(json);
    } catch (JacksonException e) {
      findings.add(Finding.of(MODIFIED, where, "line-unreadable", e.getOriginalMessage()));
      return;
    }
    check(where, entry);
    entry.removed().forEach(this::takeOut);
    if (entry.samples() != null) {
      entry.samples().removed().forEach(part -> removed.put(part.file(), part));
    }
    catalog.add(entry);
    lines.add(new Line(count, json, stated, entry));
  }

  private void takeOut(String file) {
    Part part = catalog.parts().get(file);
    if (part != null) {
      removed.put(file, part);
    }
  }

  private void checkSamples(String where, ManifestEntry.Samples step) {
    for (Part part : step.removed()) {
      if (!part.equals(catalog.samples().get(part.file()))) {
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
    if (entry.nextPosition() < catalog.nextPosition() && !entry.anew()) {
      findings.add(
          Finding.of(MODIFIED, where, "goes-back", entry.nextPosition(), catalog.nextPosition()));
    }
    Map<String, Part> before = new LinkedHashMap<>();
    for (String file : entry.removed()) {
      Part part = catalog.parts().get(file);
      if (part == null) {
        findings.add(Finding.of(MODIFIED, where, "takes-out-unknown", file));
      } else {
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
      if (rows(entry.added()) != rows(before.values())) {
        findings.add(
            Finding.of(
                MODIFIED, where, "joins-unequal", rows(entry.added()), rows(before.values())));
      }
    } else if (entry.disposed() == null) {
      before
          .values()
          .forEach(part -> findings.add(Finding.of(MISSING, part, "lost", part.rows(), where)));
    } else if (!List.copyOf(before.values()).equals(entry.disposed().parts())) {
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
    if (sent.lines() > count) {
      findings.add(Finding.of(CUT_OFF, NAME, "cut-off", count, sent.lines()));
      return;
    }
    boolean found =
        sent.lines() < 0
            ? sent.manifest().equals(Manifest.START)
                || lines.stream().anyMatch(line -> line.hash().equals(sent.manifest()))
            : sent.lines() == 0
                || lines.stream()
                    .anyMatch(
                        line ->
                            line.number() == sent.lines() && line.hash().equals(sent.manifest()));
    if (!found && sent.lines() < 0) {
      findings.add(Finding.of(CUT_OFF, NAME, "head-unknown", sent.manifest()));
    } else if (!found) {
      findings.add(
          Finding.of(MODIFIED, NAME + ":" + sent.lines(), "head-differs", sent.manifest()));
    }
  }
}
