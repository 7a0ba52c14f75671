package org.hinomi.agent.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hinomi.agent.watch.StartAt;
import org.hinomi.core.settings.Section;

/** One entry of {@code watch}. Its name goes with every record and names its kept position. */
public sealed interface WatchSettings {

  String name();

  /** Where to begin when there is no position yet. */
  StartAt from();

  /**
   * Files by line.
   *
   * @param file an absolute path or a path relative to the working directory, where the last part
   *     may have {@code *} and {@code ?}
   */
  record FileWatch(String name, String file, StartAt from) implements WatchSettings {}

  /**
   * The systemd journal.
   *
   * @param directory journal files elsewhere than the system's own
   * @param units only these units; all when empty
   */
  record JournalWatch(String name, Optional<Path> directory, List<String> units, StartAt from)
      implements WatchSettings {
    public JournalWatch {
      units = List.copyOf(units);
    }
  }

  /**
   * @param taken names of the entries before, to which this one's is added
   */
  static WatchSettings read(Section s, Set<String> taken) {
    String name = s.uniqueName("name", taken);
    StartAt from = s.oneOf("from", StartAt.class).orElse(StartAt.START);
    Optional<Path> file = s.path("file").optional();
    Optional<Section> journal = s.optionalSection("journal");
    Optional<Path> directory = journal.flatMap(j -> j.existingFolder("directory").optional());
    List<String> units = journal.map(j -> j.text("units").list()).orElse(List.of());
    return s.exactlyOneOf("file", "journal").equals("file")
        ? new FileWatch(name, file.map(Path::toString).orElse(""), from)
        : new JournalWatch(name, directory, units, from);
  }
}
