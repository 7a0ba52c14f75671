package org.hinomi.agent.watch.journal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.agent.watch.StartAt;
import org.jspecify.annotations.Nullable;

/**
 * What a journal source is told.
 *
 * @param name the source's name
 * @param program the journalctl to run
 * @param directory journal files elsewhere than the system's own
 * @param units only these units; all when empty
 * @param from where to begin at the first start ever
 * @param entryLimit bytes of the longest entry that is kept whole
 */
public record JournalSettings(
    String name,
    String program,
    @Nullable Path directory,
    List<String> units,
    StartAt from,
    int entryLimit) {
  public static final int ENTRY_LIMIT = 1 << 20;

  public JournalSettings {
    units = List.copyOf(units);
  }

  public JournalSettings(String name, @Nullable Path directory, List<String> units, StartAt from) {
    this(name, "journalctl", directory, units, from, ENTRY_LIMIT);
  }

  /**
   * The command line. {@code --all}, or fields over 4 KiB come as null; {@code --merge}, or
   * following leaves out all boots but the last, and with them what came before a crash.
   */
  List<String> command(String... more) {
    List<String> command = entries();
    for (String unit : units) {
      command.add("--unit=" + unit);
    }
    command.addAll(List.of(more));
    return command;
  }

  private List<String> entries() {
    return journalctl("--output=json", "--quiet", "--all", "--merge");
  }

  private List<String> journalctl(String... more) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(more));
    if (directory != null) {
      command.add("--directory=" + directory);
    }
    return command;
  }

  /** The command line that gives the last entries of a boot, of whichever unit. */
  List<String> endOfBoot(String boot, int entries) {
    List<String> command = entries();
    command.addAll(List.of("--lines=" + entries, "_BOOT_ID=" + boot));
    return command;
  }

  /** The command line that lists all boots, the oldest first. */
  List<String> boots() {
    return journalctl("--quiet", "--list-boots");
  }
}
