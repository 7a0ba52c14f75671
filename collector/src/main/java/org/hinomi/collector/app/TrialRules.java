package org.hinomi.collector.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hinomi.collector.calendar.CalendarFolder;
import org.hinomi.collector.calendar.Calendars;
import org.hinomi.collector.detect.EventRules;
import org.hinomi.collector.detect.ThresholdSet;
import org.hinomi.core.settings.ConfigProblem;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.settings.SettingsLoader;
import org.hinomi.core.sigma.CorrelationRule;
import org.hinomi.core.sigma.SigmaReader;
import org.hinomi.core.sigma.SigmaRule;
import org.hinomi.core.sigma.SigmaRules;
import org.jspecify.annotations.Nullable;

/** Rules on events that are tried, not put in force: here a wrong one is an error. */
public final class TrialRules {
  /** Calendars lie beside the rules, their folder, or the one above it. */
  private static final int BESIDE = 3;

  private TrialRules() {}

  /**
   * Reads a file or a folder of rules.
   *
   * @param only ids, titles or names of the rules that are wanted, with those that these refer to;
   *     empty: all
   * @throws SettingsException where a rule is wrong, or none is as wanted
   */
  public static EventRules of(Path path, List<String> only) throws SettingsException, IOException {
    if (!Files.exists(path)) {
      throw problem(path, "not there", "a file or a folder of rules");
    }
    SigmaReader.Reading reading = new SigmaRules().load(path);
    if (!reading.problems().isEmpty()) {
      throw new SettingsException(
          reading.problems().stream()
              .map(
                  p ->
                      new ConfigProblem(
                          Path.of(p.file()), p.line(), p.key(), p.message(), "a rule to apply"))
              .toList());
    }
    Set<String> wanted = new HashSet<>(only);
    for (String name : only) {
      boolean found =
          reading.rules().stream().anyMatch(r -> isNamed(name, r.id(), r.title(), r.name()))
              || reading.correlations().stream()
                  .anyMatch(r -> isNamed(name, r.id(), r.title(), r.name()));
      if (!found) {
        throw problem(path, name + ": no rule has this id, title or name", "one that is there");
      }
    }
    List<CorrelationRule> correlations = List.of();
    for (int before = -1; before < correlations.size(); ) {
      before = correlations.size();
      correlations =
          reading.correlations().stream()
              .filter(r -> only.isEmpty() || isWanted(wanted, r.id(), r.title(), r.name()))
              .toList();
      correlations.forEach(r -> wanted.addAll(r.rules()));
    }
    List<SigmaRule> rules =
        reading.rules().stream()
            .filter(r -> only.isEmpty() || isWanted(wanted, r.id(), r.title(), r.name()))
            .toList();
    return new EventRules(rules, correlations, EventRules.Settings.DEFAULT);
  }

  /**
   * Reads a file of thresholds.
   *
   * @param only names of those that are wanted, among names of rules; empty: all
   * @throws SettingsException where one is wrong
   */
  public static ThresholdSet thresholds(Path file, List<String> only) throws SettingsException {
    ThresholdSet all = new SettingsLoader(Map.of()).load(file, List.of(), LoadedThresholds::read);
    return only.isEmpty()
        ? all
        : new ThresholdSet(all.thresholds().stream().filter(t -> only.contains(t.name())).toList());
  }

  /**
   * Calendars that are tried with rules.
   *
   * @throws SettingsException where one is wrong
   */
  public static Calendars calendars(Path folder) throws SettingsException, IOException {
    CalendarFolder read = CalendarFolder.read(folder, Map.of());
    if (!read.refused().isEmpty()) {
      throw new SettingsException(
          read.refused().stream()
              .map(refused -> new ConfigProblem(folder, 1, "calendars", refused, "a calendar"))
              .toList());
    }
    return read.calendars();
  }

  /**
   * Calendars that are tried with rules: those of a folder, else those that lie beside the rules as
   * conf/calendars does beside conf/rules, else none.
   *
   * @throws SettingsException where one is wrong
   */
  public static Calendars calendars(Path rules, Optional<Path> folder)
      throws SettingsException, IOException {
    Optional<Path> found = folder;
    Path at = rules.toAbsolutePath().normalize();
    for (int i = 0; i < BESIDE && found.isEmpty() && at.getParent() != null; i++) {
      found = Optional.of(at.resolveSibling("calendars")).filter(Files::isDirectory);
      at = at.getParent();
    }
    return found.isPresent() ? calendars(found.get()) : Calendars.NONE;
  }

  private static boolean isWanted(
      Set<String> wanted, @Nullable String id, String title, @Nullable String name) {
    return wanted.stream().anyMatch(w -> isNamed(w, id, title, name));
  }

  private static boolean isNamed(
      String wanted, @Nullable String id, String title, @Nullable String name) {
    return wanted.equals(id) || wanted.equals(title) || wanted.equals(name);
  }

  private static SettingsException problem(Path path, String what, String expected) {
    return new SettingsException(List.of(new ConfigProblem(path, 1, "rules", what, expected)));
  }
}
