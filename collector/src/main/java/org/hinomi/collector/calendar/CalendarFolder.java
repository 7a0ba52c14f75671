package org.hinomi.collector.calendar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.settings.SettingsLoader;

/**
 * The calendars of a folder, as far as they can be applied: what is wrong in one leaves the others
 * in force.
 *
 * @param refused why others are not, {@code file:line: key: message}
 */
public record CalendarFolder(Calendars calendars, List<String> refused) {
  public static final CalendarFolder NONE = new CalendarFolder(Calendars.NONE, List.of());

  public CalendarFolder {
    refused = List.copyOf(refused);
  }

  /**
   * Reads every {@code *.yaml}, in the order of their names.
   *
   * @param environment for <code>${env:NAME}</code>
   */
  public static CalendarFolder read(Path folder, Map<String, String> environment)
      throws IOException {
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.filter(f -> f.toString().matches(".*\\.ya?ml")).sorted().toList();
    }
    SettingsLoader loader = new SettingsLoader(environment);
    List<Calendars.Entry> entries = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    Set<String> names = new HashSet<>();
    boolean forAll = false;
    for (Path file : files) {
      try {
        Calendars.Entry entry =
            loader.load(
                file,
                List.of(),
                top -> CalendarSettings.read(top, String.valueOf(file.getFileName())));
        String name = entry.calendar().name();
        if (!names.add(name)) {
          refused.add(
              file + ":1: name: " + name + " (expected: a name that no other calendar has)");
        } else if (forAll && entry.forAll()) {
          refused.add(
              file + ":1: hosts: missing (expected: hosts; another calendar is for all others)");
        } else {
          entries.add(entry);
          forAll |= entry.forAll();
        }
      } catch (SettingsException e) {
        e.problems().forEach(problem -> refused.add(problem.toString()));
      }
    }
    return new CalendarFolder(new Calendars(entries), refused);
  }
}
