package org.hinomi.agent.watch.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hinomi.agent.watch.WatchedRecord;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.unix.BootEvent;
import org.hinomi.core.unix.Shutdown;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices in the stream of entries that a machine started anew, and asks the journal how the boot
 * before came to its end. Journals of several machines may be merged. Not thread-safe.
 */
final class Boots {
  private static final Logger log = LoggerFactory.getLogger(Boots.class);
  private static final Pattern ID = Pattern.compile("\\b[0-9a-f]{32}\\b");
  private static final Pattern OF_CURSOR = Pattern.compile("(?:^|;)b=([0-9a-f]{32})(?:;|$)");

  /** Stands in the position of a start between the cursor before it and its boot. */
  private static final char MARK = '#';

  private static final int SEVERITY_ERROR = 3;

  /** Entries of the end of a boot that are looked at: a shutdown writes some hundred. */
  private static final int TAIL = 300;

  /** Bytes of one of them that are looked at. */
  private static final int LINE_LIMIT = 64 << 10;

  private static final int MOST_MACHINES = 256;
  private static final int MOST_BOOTS = 1024;

  private final JournalSettings settings;

  /** The boot in which each machine was seen last. */
  private final Map<String, String> current = new LinkedHashMap<>();

  private final Set<String> seen = new LinkedHashSet<>();
  private String resumedIn = "";

  Boots(JournalSettings settings) {
    this.settings = settings;
  }

  /**
   * Reading goes on behind an entry.
   *
   * @param position that of an entry, its cursor, or of a start, as {@link #next} makes it; ""
   *     where reading begins with the oldest
   * @return the cursor
   */
  String resume(String position) {
    int mark = position.indexOf(MARK);
    String cursor = mark < 0 ? position : position.substring(0, mark);
    if (mark >= 0) {
      seen.add(position.substring(mark + 1));
    }
    Matcher boot = OF_CURSOR.matcher(cursor);
    if (boot.find()) {
      resumedIn = boot.group(1);
      seen.add(resumedIn);
    }
    return cursor;
  }

  /**
   * Takes the next entry.
   *
   * @param cursor of the entry before it
   * @return the start that it is the first entry of, which stands before it and keeps the place
   *     before it; null where there is none
   */
  @Nullable WatchedRecord next(JournalEntry entry, String cursor) throws InterruptedException {
    BootEvent start = next(entry);
    return start == null
        ? null
        : new WatchedRecord(
            settings.name(),
            "",
            AgentFrame.KIND_BOOT,
            start.time(),
            WatchedRecord.FACILITY_USER,
            start.before() == Shutdown.UNCLEAN
                ? SEVERITY_ERROR
                : WatchedRecord.SEVERITY_INFORMATIONAL,
            null,
            null,
            start.toJson(),
            Map.of(),
            cursor + MARK + start.boot());
  }

  private @Nullable BootEvent next(JournalEntry entry) throws InterruptedException {
    String boot = entry.first("_BOOT_ID");
    if (boot == null || !ID.matcher(boot).matches()) {
      return null;
    }
    String machine = Objects.requireNonNullElse(entry.first("_MACHINE_ID"), "");
    String before = current.get(machine);
    if (boot.equals(before)) {
      return null;
    }
    current.put(machine, boot);
    shorten(current.keySet(), MOST_MACHINES);
    boolean fresh = seen.add(boot);
    shorten(seen, MOST_BOOTS);
    if (before == null) {
      // The first entry of a machine is that of a start only where we know what stood before it.
      before = resumedIn;
    }
    if (boot.equals(resumedIn)) {
      resumedIn = "";
    }
    Instant time = entry.time();
    return fresh && !before.isEmpty() && time != null ? started(entry, boot, before, time) : null;
  }

  /** Null where what stood before is of another machine. */
  private @Nullable BootEvent started(JournalEntry entry, String boot, String before, Instant time)
      throws InterruptedException {
    String previous = settings.units().isEmpty() ? before : beforeInList(boot, before);
    List<JournalEntry> end = new ArrayList<>();
    for (String line : run(settings.endOfBoot(previous, TAIL))) {
      end.add(JournalEntry.read(line.getBytes(StandardCharsets.UTF_8)));
    }
    String machine = entry.first("_MACHINE_ID");
    if (!end.isEmpty() && !Objects.equals(machine, end.getLast().first("_MACHINE_ID"))) {
      return null;
    }
    resumedIn = previous.equals(resumedIn) ? "" : resumedIn;
    Shutdown shutdown = ShutdownMarks.of(end);
    return new BootEvent(
        boot,
        time,
        Objects.requireNonNullElse(entry.first("_HOSTNAME"), ""),
        previous,
        shutdown,
        end.isEmpty() ? null : end.getLast().time());
  }

  /** Where only some units are read there may have been boots in which they wrote nothing. */
  private String beforeInList(String boot, String otherwise) throws InterruptedException {
    String before = otherwise;
    for (String line : run(settings.boots())) {
      Matcher id = ID.matcher(line);
      if (id.find()) {
        if (id.group().equals(boot)) {
          return before;
        }
        before = id.group();
      }
    }
    return otherwise;
  }

  /** The lines that a command writes; those up to its trouble, where it has any. */
  private List<String> run(List<String> command) throws InterruptedException {
    List<String> lines = new ArrayList<>();
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try {
        process.getOutputStream().close();
        EntryReader reader = new EntryReader(process.getInputStream(), LINE_LIMIT);
        EntryReader.Line line;
        while ((line = reader.read()) != null) {
          lines.add(new String(line.bytes(), StandardCharsets.UTF_8));
        }
        process.waitFor();
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      log.atWarn()
          .addKeyValue("source", settings.name())
          .log("How the boot before ended cannot be told: {}", e.getMessage());
    }
    return lines;
  }

  private static void shorten(Set<String> names, int most) {
    if (names.size() > most) {
      names.remove(names.iterator().next());
    }
  }
}
