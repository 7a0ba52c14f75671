package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hinomi.collector.record.ManifestEntry.Hold;
import org.hinomi.collector.record.ManifestEntry.LostLine;
import org.hinomi.collector.record.ManifestEntry.Recovery;
import org.hinomi.collector.record.RecoveryPlan.LostLines;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a manifest of which lines may be lost: what the others say stands, parts that none of them
 * knows are taken in again where they hold nothing that is there already, what cannot be decided is
 * set aside, and one more line says all that. Files get their new names first and that line comes
 * last, so that a crash in between only has the next start decide the same once more.
 */
final class ManifestRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(ManifestRecovery.class);

  /** How a line begins that adds parts, takes some out or is another kind of step. */
  private static final Pattern NO_HOLD =
      Pattern.compile(
          "\\{\"added\":\\[(\\{|],\"removed\":\\[(\"|],\"nextPosition\":\\d+,\"seen\":\\[],"
              + "\"anew\":false,\"(released|moved|signed|samples)\")).*");

  private static final String TAKES_OUT = "{\"added\":[],\"removed\":[\"";

  private static final String EVERYTHING = "*:*";
  private static final String WHY_HELD =
      "Lines of the manifest could not be read; a legal hold may have been among them. Release this"
          + " when you know that none was, or have put it on again.";
  private static final String ASIDE =
      "The line of this file may be lost. What it holds is in other parts or comes again from the"
          + " journal, or it cannot be read; it is set aside.";

  private final Path history;
  private final ManifestLines lines;
  private final boolean none;
  private final long journalFirst;
  private final LocalDate today;

  private ManifestRecovery(Path history, InstantSource clock, long journalFirst)
      throws IOException {
    this.history = history;
    this.lines = ManifestLines.read(history);
    this.none = lines.all().isEmpty() && lines.unfinished() == 0;
    this.journalFirst = journalFirst;
    this.today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private record Plan(
      RecoveryPlan.Decision events,
      SampleRecovery.Decision samples,
      List<RecordedRange> seen,
      boolean hold) {
    boolean changes() {
      return Stream.of(events.added(), events.removed(), samples.added(), samples.removed())
          .anyMatch(parts -> !parts.isEmpty());
    }
  }

  /**
   * Reads the manifest, and mends what is lost.
   *
   * @param journalFirst the oldest position that the journal has
   */
  static Manifest.Content open(Path history, InstantSource clock, long journalFirst)
      throws IOException {
    ManifestRecovery recovery = new ManifestRecovery(history, clock, journalFirst);
    if (!recovery.doubtful()) {
      return recovery.lines.content();
    }
    try (PartScan scan = new PartScan(history)) {
      recovery.carryOut(recovery.plan(scan), clock);
    }
    return ManifestLines.read(history).content();
  }

  /** The parts of a history that nobody writes, as the next start would find them. */
  static StoppedCatalog look(Path history, InstantSource clock) throws IOException {
    // Who only reads is given nothing again by the journal.
    ManifestRecovery recovery = new ManifestRecovery(history, clock, Long.MAX_VALUE);
    Catalog catalog = Catalog.of(recovery.lines.entries());
    if (!recovery.damaged()) {
      return new StoppedCatalog(
          List.copyOf(catalog.parts().values()),
          List.copyOf(catalog.samples().values()),
          catalog.nextPosition());
    }
    try (PartScan scan = new PartScan(history)) {
      Plan plan = recovery.plan(scan);
      List<Part> samples = new ArrayList<>(catalog.samples().values());
      samples.removeAll(plan.samples().removed());
      samples.addAll(plan.samples().added());
      return new StoppedCatalog(plan.events().parts(), samples, plan.events().nextPosition());
    }
  }

  /**
   * The same step with the agents' records of all parts that stay, where lines are lost that had
   * their numbers.
   */
  static ManifestEntry seenToo(Path history, List<ManifestEntry> entries, ManifestEntry back)
      throws IOException {
    if (!back.anew() || entries.stream().allMatch(entry -> entry.recovered() == null)) {
      return back;
    }
    SeenRecords seen = new SeenRecords();
    seen.replace(back.seen());
    try (PartScan scan = new PartScan(history)) {
      for (Part part : Catalog.of(entries).parts().values()) {
        if (!back.removed().contains(part.file()) && PartFiles.complete(history, part)) {
          scan.identities(part, 1, Long.MAX_VALUE, seen);
        }
      }
    }
    return new ManifestEntry(List.of(), back.removed(), back.nextPosition(), seen.ranges(""), true);
  }

  private boolean doubtful() throws IOException {
    if (!lines.unknown().isEmpty() || lines.unfinished() > 0) {
      return true;
    }
    Set<String> ever = new HashSet<>();
    for (ManifestEntry entry : lines.entries()) {
      entry.added().forEach(part -> ever.add(part.file()));
      if (entry.samples() != null) {
        entry.samples().added().forEach(part -> ever.add(part.file()));
      }
    }
    List<String> there = new ArrayList<>(PartFiles.names(history, PartFiles.folder(history)));
    there.addAll(PartFiles.names(history, PartFiles.samples(history)));
    if (ever.containsAll(there)) {
      return false;
    }
    return none || nextPosition() < journalFirst || !missing().isEmpty();
  }

  private long nextPosition() {
    return Catalog.of(lines.entries()).nextPosition();
  }

  private List<Part> missing() throws IOException {
    Catalog catalog = Catalog.of(lines.entries());
    List<Part> missing = new ArrayList<>();
    for (Part part : catalog.parts().values()) {
      if (!PartFiles.complete(history, part)) {
        missing.add(part);
      }
    }
    for (Part part : catalog.samples().values()) {
      if (!PartFiles.complete(history, part)) {
        missing.add(part);
      }
    }
    return missing;
  }

  /** Whether lines are lost for certain, for whoever cannot tell what the journal has. */
  private boolean damaged() throws IOException {
    return lines.unknown().stream().anyMatch(line -> !line.counts())
        || (lines.unfinished() > 0 && !crashed())
        || (none && PartFiles.any(history));
  }

  private Plan plan(PartScan scan) throws IOException {
    LostLines lost = lost();
    RecoveryPlan.Decision events = RecoveryPlan.of(history, lines, lost, journalFirst, today, scan);
    SampleRecovery.Decision samples = SampleRecovery.of(history, lines, lost, scan);
    boolean changed = !events.added().isEmpty() || !events.removed().isEmpty();
    boolean holdLost =
        lines.unknown().stream().anyMatch(line -> !line.counts())
            || (lines.unfinished() > 0 ? !noHold() : lines.unknown().isEmpty() && changed);
    return new Plan(events, samples, seen(lost, events, scan), holdLost || (none && changed));
  }

  /** Lines are lost where some are not what was written, or where their end is missing. */
  private LostLines lost() throws IOException {
    List<ManifestLines.Line> unknown =
        lines.unknown().stream().filter(line -> !line.counts()).toList();
    int first = unknown.isEmpty() ? Integer.MAX_VALUE : unknown.getFirst().number();
    int last = unknown.isEmpty() ? 0 : unknown.getLast().number();
    boolean atTheEnd =
        none || (lines.unfinished() > 0 && !crashed()) || nextPosition() < journalFirst;
    return new LostLines(first, atTheEnd ? Integer.MAX_VALUE : last);
  }

  /** What stands behind the last whole line, as text; null: it is none. */
  private @Nullable String rest() {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(lines.rest())).toString();
      return text.chars().allMatch(c -> c >= ' ' || c == '\t') ? text : null;
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** Whether a crash may have left the end of the list as it is, before anything was done. */
  private boolean crashed() throws IOException {
    String rest = rest();
    if (rest == null || !rest.startsWith("{")) {
      return false;
    }
    for (Part part : missing()) {
      // What is set aside is damaged: this start, or one before it, was taking it back.
      if (mayTakeOut(rest, part) && !PartFiles.isSetAside(history, part)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the beginning of a line may be of one that takes a part out. */
  static boolean mayTakeOut(String rest, Part part) {
    return rest.contains(part.file())
        || TAKES_OUT.startsWith(rest)
        || (rest.startsWith(TAKES_OUT) && rest.indexOf(']', TAKES_OUT.length()) < 0);
  }

  private boolean noHold() {
    String rest = rest();
    return rest != null && noHold(rest);
  }

  /** Whether the beginning of a line is of one that begins no hold. */
  static boolean noHold(String rest) {
    return NO_HOLD.matcher(rest).matches();
  }

  /** All agents' records that are recorded, those of lost lines by what stands in the parts. */
  private List<RecordedRange> seen(LostLines lost, RecoveryPlan.Decision events, PartScan scan)
      throws IOException {
    SeenRecords seen = Catalog.of(lines.entries()).seen();
    long from = 1;
    long to = events.nextPosition();
    for (ManifestLines.Line line : lines.all()) {
      ManifestEntry entry = line.entry();
      if (line.counts() && entry != null) {
        if (line.number() < lost.first()) {
          from = entry.nextPosition();
        } else if (line.number() > lost.last()) {
          to = Math.max(from, entry.nextPosition());
          break;
        }
      }
    }
    for (Part part : events.parts()) {
      boolean added = events.added().contains(part);
      if (PartFiles.complete(history, part)
          && (added || (part.lastPosition() >= from && part.firstPosition() < to))) {
        scan.identities(part, added ? 1 : from, added ? Long.MAX_VALUE : to - 1, seen);
      }
    }
    return seen.ranges("");
  }

  private void carryOut(Plan plan, InstantSource clock) throws IOException {
    List<String> aside = new ArrayList<>(plan.events().aside());
    aside.addAll(plan.samples().aside());
    // Else it is what a crash leaves: an unfinished line, and files that the journal gives again.
    boolean said = !lines.unknown().isEmpty() || plan.changes() || plan.hold();
    String kept = said && !none ? keep(clock) : "";
    Set<Path> folders = new HashSet<>();
    for (String name : aside) {
      Path file = history.resolve(name);
      HotFile.setAside(file, clock, "lines of the list of parts are lost", ASIDE);
      folders.add(file.resolveSibling(""));
    }
    for (Path folder : folders) {
      Folders.sync(folder);
    }
    if (said) {
      ManifestEntry entry = entry(plan, aside, kept, clock);
      Manifest.appendBehind(history, lines, entry);
      report(entry, kept);
    }
  }

  /** Keeps a copy of the list as it was found; one that is there already does. */
  private String keep(InstantSource clock) throws IOException {
    byte[] all = Files.readAllBytes(Manifest.path(history));
    for (Path before : Manifest.setAside(history)) {
      if (Files.isRegularFile(before)
          && Files.size(before) == all.length
          && Files.mismatch(before, Manifest.path(history)) < 0) {
        return String.valueOf(before.getFileName());
      }
    }
    Path copy = HotFile.asideName(Manifest.path(history), clock);
    Path unfinished = history.resolve("manifest.copy.tmp");
    Files.write(unfinished, all);
    try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(
        unfinished, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Folders.sync(history);
    return String.valueOf(copy.getFileName());
  }

  private ManifestEntry entry(Plan plan, List<String> aside, String kept, InstantSource clock)
      throws IOException {
    String now = clock.instant().toString();
    List<LostLine> named = new ArrayList<>();
    lines.unknown().forEach(line -> named.add(new LostLine(line.number(), line.sha256())));
    if (lines.unfinished() > 0) {
      named.add(
          new LostLine(
              lines.all().size() + 1, ManifestLines.sha256(lines.rest(), 0, lines.unfinished())));
    }
    List<Part> gone = new ArrayList<>(plan.events().gone());
    gone.addAll(plan.samples().gone());
    byte[] before = none ? new byte[0] : Files.readAllBytes(Manifest.path(history));
    return new ManifestEntry(
        plan.events().added(),
        plan.events().removed().stream().map(Part::file).toList(),
        plan.events().nextPosition(),
        plan.seen(),
        false,
        null,
        plan.hold() ? new Hold(lines.freeHold(), EVERYTHING, "hinomi", WHY_HELD, now) : null,
        null,
        null,
        null,
        plan.samples().added().isEmpty() && plan.samples().removed().isEmpty()
            ? null
            : new ManifestEntry.Samples(now, "", plan.samples().added(), plan.samples().removed()),
        new Recovery(
            now, ManifestLines.sha256(before, 0, before.length), kept, named, gone, aside));
  }

  private void report(ManifestEntry entry, String kept) {
    Recovery recovery = entry.recovered();
    if (recovery == null) {
      return;
    }
    LOG.atError()
        .addKeyValue("lines", recovery.lines().stream().map(LostLine::number).toList())
        .addKeyValue("kept_as", kept)
        .addKeyValue("parts_taken_in", entry.added().stream().map(Part::file).toList())
        .addKeyValue("set_aside", recovery.aside())
        .addKeyValue("not_there", recovery.gone().stream().map(Part::file).toList())
        .addKeyValue("held", entry.held() == null ? "" : entry.held().id())
        .log(
            "Lines of the list of parts could not be read; the history goes on with what the others"
                + " say and what lies there. hinomi verify says more. Where events are not there,"
                + " restore the history from a backup.");
  }
}
