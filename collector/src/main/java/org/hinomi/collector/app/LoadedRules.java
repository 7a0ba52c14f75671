package org.hinomi.collector.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.hinomi.collector.calendar.CalendarFolder;
import org.hinomi.collector.detect.EventCounting;
import org.hinomi.collector.detect.EventRules;
import org.hinomi.collector.detect.MailLists;
import org.hinomi.collector.detect.SourceRule;
import org.hinomi.collector.detect.SourceSettings;
import org.hinomi.collector.detect.Threshold;
import org.hinomi.collector.detect.ThresholdSet;
import org.hinomi.core.settings.ConfigProblem;
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
            .listening(sources(folder.get(), refused))
            .with(MailLists.of(new SigmaRules().lists(folder.get()).lists()));
    return new LoadedRules(inForce, refused);
  }

  /**
   * How sources are to speak; as learned where there is no file, or nothing can be read of it. An
   * entry that is wrong is left out.
   */
  private static List<SourceRule> sources(Path folder, List<String> refused) {
    Path file = folder.resolve(SourceSettings.NAME);
    if (!Files.exists(file)) {
      return List.of();
    }
    SettingsLoader.Reading<List<SourceRule>> reading =
        new SettingsLoader(System.getenv()).tolerate(file, SourceSettings::read);
    for (ConfigProblem problem : reading.problems()) {
      refused.add(problem.toString());
      LOG.atError()
          .addKeyValue("problem", problem.toString())
          .log("A declared source is not in force.");
    }
    Set<Integer> wrong = WrongEntries.of("sources", reading.problems());
    List<SourceRule> all = reading.value().orElse(List.of());
    return IntStream.range(0, all.size())
        .filter(i -> !wrong.contains(i))
        .mapToObj(all::get)
        .toList();
  }

  /** How many are in force. */
  int size() {
    return rules.rules().size() + rules.correlations().size();
  }

  /** The thresholds that count the events of a rule that is not there; they count none. */
  static List<Threshold> withoutRule(ThresholdSet thresholds, List<SigmaRule> rules) {
    return thresholds.thresholds().stream()
        .filter(
            threshold -> {
              EventCounting events = threshold.events();
              return events != null
                  && events.query() == null
                  && rules.stream().noneMatch(events::isOf);
            })
        .toList();
  }

  /** These rules, with what is wrong with thresholds. */
  LoadedRules with(LoadedThresholds thresholds) {
    List<String> all = new ArrayList<>(refused);
    all.addAll(thresholds.refused());
    for (Threshold threshold : withoutRule(thresholds.set(), rules.rules())) {
      EventCounting events = Objects.requireNonNull(threshold.events());
      String problem =
          "thresholds: "
              + threshold.name()
              + ": no rule on single events is called "
              + events.rule();
      all.add(problem);
      LOG.atError().addKeyValue("problem", problem).log("A threshold counts no events.");
    }
    return new LoadedRules(rules, all);
  }
}
