package org.hinomi.agent.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hinomi.agent.watch.StartAt;
import org.hinomi.agent.watch.file.LineForm;
import org.hinomi.agent.watch.windows.ChannelQuery;
import org.hinomi.agent.watch.windows.ChannelQuery.Events;
import org.hinomi.core.settings.Section;

/** One entry of {@code watch}. Its name goes with every record and names its kept position. */
public sealed interface WatchSettings {

  String name();

  long MOST_EVENT_ID = 65_535;

  /** Where to begin when there is no position yet. */
  StartAt from();

  /**
   * Files by line.
   *
   * @param file an absolute path or a path relative to the working directory, where the last part
   *     may have {@code *} and {@code ?}
   * @param form what is declared of its lines
   */
  record FileWatch(String name, String file, StartAt from, LineForm form)
      implements WatchSettings {}

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
   * Starts, shutdowns and log-ons.
   *
   * @param file wtmp or btmp
   * @param refused whether it is btmp: log-ons that failed
   */
  record LoginWatch(String name, Path file, boolean refused, StartAt from)
      implements WatchSettings {}

  /**
   * Event logs of Windows.
   *
   * @param channels what is read of each; at least one
   */
  record WindowsWatch(String name, List<ChannelQuery> channels, StartAt from)
      implements WatchSettings {
    public WindowsWatch {
      channels = List.copyOf(channels);
    }
  }

  /**
   * @param taken names of the entries before, to which this one's is added
   */
  static WatchSettings read(Section s, Set<String> taken) {
    String name = s.uniqueName("name", taken);
    StartAt from = s.oneOf("from", StartAt.class).orElse(StartAt.START);
    Optional<Path> file = s.path("file").optional();
    Optional<Path> wtmp = s.path("wtmp").optional();
    Optional<Path> btmp = s.path("btmp").optional();
    Optional<Section> journal = s.optionalSection("journal");
    Optional<Path> directory = journal.flatMap(j -> j.existingFolder("directory").optional());
    List<String> units = journal.map(j -> j.text("units").list()).orElse(List.of());
    List<ChannelQuery> channels =
        s.optionalSection("windows").map(WatchSettings::channels).orElse(List.of());
    LineForm form =
        new LineForm(
            s.charset("charset").optional().orElse(null),
            s.pattern("multiline").optional().orElse(null));
    for (String key : List.of("charset", "multiline")) {
      if (s.has(key) && !s.has("file")) {
        s.problem(key, "without file", "file beside it");
      }
    }
    return switch (s.exactlyOneOf("file", "journal", "wtmp", "btmp", "windows")) {
      case "file" -> new FileWatch(name, file.map(Path::toString).orElse(""), from, form);
      case "wtmp" -> new LoginWatch(name, wtmp.orElse(Path.of("")), false, from);
      case "btmp" -> new LoginWatch(name, btmp.orElse(Path.of("")), true, from);
      case "windows" -> new WindowsWatch(name, channels, from);
      default -> new JournalWatch(name, directory, units, from);
    };
  }

  private static List<ChannelQuery> channels(Section s) {
    List<String> names = s.text("channels").oneOrMore();
    String query = s.text("query").orElse("");
    List<Section> wanted = s.sections("events");
    List<Events> events =
        wanted.stream()
            .map(
                e -> {
                  Events each =
                      new Events(
                          e.text("provider").orElse(""), e.integer("ids", 0, MOST_EVENT_ID).list());
                  if (!e.has("provider") && !e.has("ids")) {
                    e.problem("provider", "missing", "provider, ids or both");
                  }
                  return each;
                })
            .toList();
    if (!query.isEmpty() && !wanted.isEmpty()) {
      s.problem("events", "too much beside query", "one of query, events");
    }
    if (Set.copyOf(names).size() < names.size()) {
      s.problem("channels", String.join(", ", names), "each log once");
    }
    return names.stream().map(n -> new ChannelQuery(n, query, events)).toList();
  }
}
