package org.hinomi.collector.keep;

import static org.hinomi.collector.keep.Finding.Status.ADDED;
import static org.hinomi.collector.keep.Finding.Status.LEFT_OVER;
import static org.hinomi.collector.keep.Finding.Status.MISSING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hinomi.collector.keep.stamp.Authorities;
import org.hinomi.collector.record.HistoryException;
import org.hinomi.collector.record.Part;
import org.hinomi.collector.record.SampleComparison;

/**
 * Says of a history whether everything in it is as it was written: the manifest's chain, every part
 * it lists, the journal's chain, and heads that were sent out before. Changes nothing and asks
 * nobody, so that it works on the folder of a collector that runs, too.
 */
public final class HistoryVerifier {
  private static final String DAMAGED = ".damaged-";

  /** A collector at work lists a new part, or deletes a joined one, this soon. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration LOOK = Duration.ofMillis(200);

  private final Path data;
  private final Path history;
  private final InstantSource clock;
  private final BooleanSupplier running;
  private final PartAudit files;
  private final Optional<SampleComparison> comparison;
  private final Map<String, PartAudit.Result> checked = new HashMap<>();

  /**
   * What was verified of a class and day.
   *
   * @param parts that are as they were written
   */
  public record Day(String retentionClass, String day, int parts, long events, long bytes) {}

  /**
   * What was found.
   *
   * @param samples the same of samples and roll-ups; their rows in place of events
   * @param bytes of parts that were read
   * @param lines of the manifest
   * @param head what the chains come to now
   * @param stamps time stamps over heads
   */
  public record Report(
      List<Finding> findings,
      List<Day> days,
      List<Day> samples,
      long bytes,
      int lines,
      int segments,
      long records,
      Head head,
      StampAudit.Summary stamps) {
    public Report {
      findings = List.copyOf(findings);
      days = List.copyOf(days);
      samples = List.copyOf(samples);
    }

    /** Whether the history is as it was written. */
    public boolean intact() {
      return findings.stream().noneMatch(finding -> finding.status().wrong());
    }
  }

  /**
   * @param running whether a collector runs on the folder now
   * @param threads that read parts, at least 1
   * @param progress told how many more bytes were read, by several threads
   */
  public HistoryVerifier(
      Path data, InstantSource clock, BooleanSupplier running, int threads, LongConsumer progress) {
    this(data, clock, running, threads, progress, Optional.empty());
  }

  /**
   * The same, also with the samples that questions are answered from.
   *
   * @param comparison empty: whoever has the hot file open does not give it away
   */
  public HistoryVerifier(
      Path data,
      InstantSource clock,
      BooleanSupplier running,
      int threads,
      LongConsumer progress,
      Optional<SampleComparison> comparison) {
    this.comparison = comparison;
    this.data = data;
    this.history = data.resolve("history");
    this.clock = clock;
    this.running = running;
    this.files = new PartAudit(history, threads, progress);
  }

  /** Bytes that are going to be read, about: of all parts. */
  public static long size(Path data) throws IOException {
    return all(ManifestAudit.read(data.resolve("history"))).mapToLong(Part::bytes).sum();
  }

  private static Stream<Part> all(ManifestAudit manifest) {
    return Stream.concat(
        manifest.catalog().parts().values().stream(),
        manifest.catalog().samples().values().stream());
  }

  /** The head of a history as it is now; nothing is checked. */
  public static Head head(Path data, InstantSource clock) throws IOException {
    ManifestAudit.End manifest = ManifestAudit.end(data.resolve("history"));
    JournalAudit.End journal = JournalAudit.end(data);
    return new Head(
        clock.instant().toString(),
        manifest.lines(),
        manifest.hash(),
        journal.next(),
        journal.head());
  }

  private static Head head(
      InstantSource clock, ManifestAudit manifest, JournalAudit.Result journal) {
    return new Head(
        clock.instant().toString(),
        manifest.count(),
        manifest.head(),
        journal.next(),
        journal.head());
  }

  /**
   * Reads everything.
   *
   * @param sent heads that were sent out before
   */
  public Report run(List<Head> sent) throws IOException, InterruptedException {
    return run(sent.stream().map(SentHead::of).toList(), Authorities.ofJava());
  }

  /**
   * Reads everything; heads with a time stamp that the history itself keeps are compared, too.
   *
   * @param outside heads that were sent out before
   * @param authorities whose time stamps count
   */
  public Report run(List<SentHead> outside, Authorities authorities)
      throws IOException, InterruptedException {
    StampAudit stamps = new StampAudit(authorities);
    List<SentHead> all = new ArrayList<>(stamps.own(data)); // before the chains: they only grow
    all.addAll(outside);
    all.forEach(stamps::check);
    List<Head> sent = all.stream().map(SentHead::head).toList();
    List<String> present = present();
    ManifestAudit manifest = checkParts();
    JournalAudit.Result journal = JournalAudit.check(data, sent, manifest.catalog().nextPosition());
    manifest = awaitListing(present, manifest);
    sent.forEach(manifest::compare);

    List<Finding> findings = new ArrayList<>(manifest.findings());
    findings.addAll(journal.findings());
    findings.addAll(ReviewAudit.check(data, manifest));
    findings.addAll(stamps.findings());
    long recorded = manifest.catalog().nextPosition();
    if (journal.first() > recorded) {
      findings.add(Finding.of(MISSING, "journal", "positions", recorded, journal.first() - 1));
    }
    Set<String> parts = all(manifest).map(Part::file).collect(Collectors.toSet());
    Map<String, String> fileByHash = new HashMap<>();
    all(manifest).forEach(part -> fileByHash.put(part.sha256(), part.file()));
    List<PartAudit.Result> results = all(manifest).map(part -> checked.get(key(part))).toList();
    findings.addAll(PartAudit.findings(results, fileByHash));
    if (comparison.isPresent()) {
      compare(comparison.get(), manifest, findings);
    }
    for (String file : present) {
      // A collector at work keeps a joined part until the questions that read it have ended.
      boolean inUse = manifest.removed().containsKey(file) && running.getAsBoolean();
      if (!parts.contains(file) && !inUse && Files.exists(history.resolve(file))) {
        findings.add(stranger(file, manifest));
      }
    }
    findings.sort(
        Comparator.comparing(Finding::retentionClass)
            .thenComparing(Finding::day)
            .thenComparing(Finding::where));
    return new Report(
        findings,
        days(results, manifest.catalog().parts()),
        days(results, manifest.catalog().samples()),
        files.bytes(),
        manifest.count(),
        journal.segments(),
        journal.records(),
        head(clock, manifest, journal),
        stamps.summary());
  }

  private void compare(SampleComparison comparison, ManifestAudit manifest, List<Finding> findings)
      throws IOException {
    for (Part part : manifest.catalog().samples().values()) {
      PartAudit.Result result = checked.get(key(part));
      if (result == null || result.finding() != null) {
        continue;
      }
      try {
        long differing = comparison.differing(part);
        // One that was written again in this moment is not compared.
        if (differing > 0
            && ManifestAudit.read(history).catalog().samples().containsKey(part.file())) {
          findings.add(
              new Finding(
                  Finding.Status.MODIFIED,
                  part.retentionClass(),
                  part.day(),
                  "history/hot.duckdb",
                  "hot-differs",
                  List.of(differing, part.file())));
        }
      } catch (HistoryException e) {
        findings.add(
            Finding.of(
                Finding.Status.MODIFIED,
                "history/hot.duckdb",
                "hot-unreadable",
                String.valueOf(e.getMessage())));
        return;
      }
    }
  }

  /**
   * Checks what the manifest lists, and again what it lists after that: a collector may be busy.
   */
  private ManifestAudit checkParts() throws IOException, InterruptedException {
    ManifestAudit manifest = ManifestAudit.read(history);
    while (true) {
      List<Part> unchecked = all(manifest).filter(part -> !checked.containsKey(key(part))).toList();
      if (unchecked.isEmpty()) {
        return manifest;
      }
      files.check(unchecked).forEach(result -> checked.put(key(result.part()), result));
      manifest = ManifestAudit.read(history);
    }
  }

  /** Gives a collector that runs the time to end a line, and to list a part that has its name. */
  private ManifestAudit awaitListing(List<String> present, ManifestAudit first)
      throws IOException, InterruptedException {
    ManifestAudit manifest = first;
    long end = System.nanoTime() + PATIENCE.toNanos();
    while ((manifest.unfinished() || unlisted(present, manifest))
        && System.nanoTime() < end
        && running.getAsBoolean()) {
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
      manifest = checkParts();
    }
    return manifest;
  }

  private boolean unlisted(List<String> present, ManifestAudit manifest) {
    return present.stream()
        .anyMatch(
            file ->
                !file.contains(DAMAGED)
                    && !manifest.catalog().parts().containsKey(file)
                    && !manifest.catalog().samples().containsKey(file)
                    && !manifest.removed().containsKey(file)
                    && Files.exists(history.resolve(file)));
  }

  private static Finding stranger(String file, ManifestAudit manifest) {
    Part before = manifest.removed().get(file);
    if (before != null) {
      return Finding.of(LEFT_OVER, before, "left-over");
    }
    return file.contains(DAMAGED)
        ? Finding.of(LEFT_OVER, "history/" + file, "set-aside")
        : Finding.of(ADDED, "history/" + file, "added");
  }

  private static List<Day> days(List<PartAudit.Result> results, Map<String, Part> of) {
    Map<String, Day> days = new TreeMap<>();
    for (PartAudit.Result result : results) {
      if (result.finding() == null && of.containsKey(result.part().file())) {
        Part part = result.part();
        Day more = new Day(part.retentionClass(), part.day(), 1, part.rows(), part.bytes());
        days.merge(
            part.retentionClass() + "/" + part.day(),
            more,
            (a, b) ->
                new Day(
                    a.retentionClass(),
                    a.day(),
                    a.parts() + 1,
                    a.events() + b.events(),
                    a.bytes() + b.bytes()));
      }
    }
    return List.copyOf(days.values());
  }

  /** Names of the files of parts, but for those still being written. */
  private List<String> present() throws IOException {
    List<String> names = new ArrayList<>(present("event"));
    names.addAll(present("sample"));
    return names;
  }

  private List<String> present(String folder) throws IOException {
    Path parts = history.resolve(folder);
    if (!Files.isDirectory(parts)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(parts)) {
      return all.filter(Files::isRegularFile)
          .map(file -> history.relativize(file).toString().replace('\\', '/'))
          .filter(file -> !file.endsWith(".tmp"))
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      if (running.getAsBoolean() && e.getCause() instanceof NoSuchFileException) {
        return present(folder); // a part has been joined with others in this moment
      }
      throw e.getCause();
    }
  }

  private static String key(Part part) {
    return part.file() + " " + part.sha256();
  }
}
