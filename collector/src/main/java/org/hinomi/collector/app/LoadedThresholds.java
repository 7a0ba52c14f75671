package org.hinomi.collector.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hinomi.collector.detect.Threshold;
import org.hinomi.collector.detect.ThresholdSet;
import org.hinomi.collector.detect.ThresholdSettings;
import org.hinomi.collector.search.ArrivingQuery;
import org.hinomi.core.settings.ConfigProblem;
import org.hinomi.core.settings.Section;
import org.hinomi.core.settings.SettingsLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thresholds of a folder of rules, as far as they can be applied: one that is wrong is left
 * out, and what else is wrong in the file leaves out those that it is about.
 *
 * @param refused why others are not in force, {@code file:line: key: value (expected …)}
 */
record LoadedThresholds(ThresholdSet set, List<String> refused) {
  /** Of the folder of rules. */
  private static final String FILE = "thresholds.yaml";

  private static final String GROUPS = "groups";
  private static final Logger LOG = LoggerFactory.getLogger(LoadedThresholds.class);

  LoadedThresholds {
    refused = List.copyOf(refused);
  }

  /** What a file says, and what its entries are called, in their order. */
  private record Read(ThresholdSet set, List<String> names) {}

  /** Reads a file of thresholds, with queries for those that count events. */
  static ThresholdSet read(Section top) {
    return ThresholdSettings.read(
        top, (s, key, query) -> ArrivingQuery.read(s, key, query, InstantSource.system()));
  }

  /**
   * Reads those of a folder.
   *
   * @param rules empty: there are none
   */
  static LoadedThresholds read(Optional<Path> rules) {
    Optional<Path> file = rules.map(folder -> folder.resolve(FILE));
    if (file.isEmpty() || !Files.exists(file.get())) {
      return new LoadedThresholds(new ThresholdSet(List.of()), List.of());
    }
    SettingsLoader.Reading<Read> reading =
        new SettingsLoader(System.getenv())
            .tolerate(
                file.get(),
                top ->
                    new Read(
                        read(top),
                        top.sections("thresholds").stream()
                            .map(s -> s.text("name").optional().orElse(""))
                            .toList()));
    List<String> refused = new ArrayList<>();
    for (ConfigProblem problem : reading.problems()) {
      refused.add(problem.toString());
      LOG.atError().addKeyValue("problem", problem.toString()).log("A threshold is not in force.");
    }
    List<Threshold> right =
        reading.value().map(read -> right(read, reading.problems())).orElse(List.of());
    LOG.atInfo().addKeyValue("thresholds", right.size()).log("Thresholds are in force.");
    return new LoadedThresholds(new ThresholdSet(right), refused);
  }

  private static List<Threshold> right(Read read, List<ConfigProblem> problems) {
    Set<Integer> wrong = WrongEntries.of("thresholds", problems);
    boolean grouped = problems.stream().anyMatch(p -> p.key().startsWith(GROUPS));
    Set<String> names = new HashSet<>();
    for (int i = 0; i < read.names().size(); i++) {
      if (!wrong.contains(i)) {
        names.add(read.names().get(i));
      }
    }
    return read.set().thresholds().stream()
        .filter(t -> names.contains(t.name()))
        .filter(t -> !grouped || t.groups().isEmpty() && t.overrides().isEmpty())
        .toList();
  }
}
