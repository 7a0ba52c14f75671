package org.hinomi.collector.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hinomi.collector.calendar.CalendarFolder;
import org.hinomi.collector.detect.EventRules;
import org.hinomi.collector.detect.SourceRule;
import org.hinomi.collector.detect.SourceSettings;
import org.hinomi.collector.detect.ThresholdSet;
import org.hinomi.collector.detect.ThresholdSettings;
import org.hinomi.core.settings.ConfigProblem;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.settings.SettingsLoader;
import org.hinomi.core.sigma.CorrelationRule;
import org.hinomi.core.sigma.SigmaProblem;
import org.hinomi.core.sigma.SigmaReader;
import org.hinomi.core.sigma.SigmaRule;
import org.hinomi.core.sigma.SigmaRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules on events of a folder, as far as they can be applied.
 *
 * @param refused why others are not in force, {@code file:line: key: message}
 */
record LoadedRules(EventRules rules, List<String> refused) {
  private static final Logger LOG = LoggerFactory.getLogger(LoadedRules.class);

  LoadedRules {
    refused = List.copyOf(refused);
  }

  /**
   * Reads the folder. What is wrong is left out, said in the log, and kept for the status: a
   * mistake in one rule must not silence the others.
   */
  static LoadedRules read(
      Optional<Path> folder, EventRules.Settings settings, CalendarFolder calendars)
      throws IOException {
    for (String problem : calendars.refused()) {
      LOG.atError().addKeyValue("problem", problem).log("A calendar is not in force.");
    }
    if (folder.isEmpty()) {
      return new LoadedRules(
          new EventRules(List.of(), List.of(), settings).with(calendars.calendars()),
          calendars.refused());
    }
    SigmaReader.Reading reading = new SigmaRules().load(folder.get());
    List<CorrelationRule> sound = reading.soundCorrelations();
    List<String> refused = new ArrayList<>(calendars.refused());
    reading.problems().stream().map(SigmaProblem::toString).forEach(refused::add);
    if (!reading.problems().isEmpty()) {
      // Where nothing else was wrong, the problems say it themselves.
      for (CorrelationRule rule : reading.correlations()) {
        if (!sound.contains(rule)) {
          refused.add(rule.file() + ":" + rule.line() + ": correlation: refers to a refused rule");
        }
      }
    }
    for (String problem : refused.subList(calendars.refused().size(), refused.size())) {
      LOG.atError().addKeyValue("problem", problem).log("A rule is not in force.");
    }
    // Each agent counts for itself how often an event came: here all hosts would be one.
    List<SigmaRule> rules =
        reading.rules().stream().filter(rule -> rule.repetition() == null).toList();
    if (rules.size() < reading.rules().size()) {
      LOG.atInfo()
          .addKeyValue("rules", reading.rules().size() - rules.size())
          .log("Rules with repeat are left to the agents.");
    }
    LOG.atInfo()
        .addKeyValue("rules", rules.size())
        .addKeyValue("correlations", sound.size())
        .log("Rules on events are in force.");
    EventRules inForce =
        new EventRules(rules, sound, settings)
            .with(calendars.calendars())
            .listening(sources(folder.get(), refused));
    return new LoadedRules(inForce, refused);
  }

  /** How sources are to speak; as learned where the file is wrong, or where there is none. */
  private static List<SourceRule> sources(Path folder, List<String> refused) {
    Path file = folder.resolve(SourceSettings.NAME);
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return new SettingsLoader(System.getenv()).load(file, List.of(), SourceSettings::read);
    } catch (SettingsException e) {
      for (ConfigProblem problem : e.problems()) {
        refused.add(problem.toString());
        LOG.atError()
            .addKeyValue("problem", problem.toString())
            .log("Declared sources are not in force; what was learned counts.");
      }
      return List.of();
    }
  }

  /** How many are in force. */
  int size() {
    return rules.rules().size() + rules.correlations().size();
  }

  /**
   * The thresholds of the folder of rules.
   *
   * @throws SettingsException where they are wrong
   */
  static ThresholdSet thresholds(Optional<Path> rules) throws SettingsException {
    Optional<Path> file = rules.map(folder -> folder.resolve("thresholds.yaml"));
    if (file.isEmpty() || !Files.exists(file.get())) {
      return new ThresholdSet(List.of());
    }
    return new SettingsLoader(System.getenv()).load(file.get(), List.of(), ThresholdSettings::read);
  }
}
