package org.hinomi.collector.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hinomi.collector.detect.EventCounting;
import org.hinomi.collector.detect.Threshold;
import org.hinomi.collector.detect.ThresholdSet;
import org.hinomi.core.settings.ConfigProblem;
import org.hinomi.core.settings.FileChecker;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.settings.SettingsLoader;
import org.hinomi.core.sigma.SigmaRules;

/** {@code hinomi check} for threshold files. */
public final class ThresholdsChecker implements FileChecker {

  @Override
  public String kind() {
    return "thresholds (thresholds, groups)";
  }

  @Override
  public Recognition recognises(Path file, Set<String> topKeys) {
    String name = String.valueOf(file.getFileName());
    return Recognition.of(
        name.contains("threshold") && !name.endsWith(".test.yaml"),
        topKeys.contains("thresholds") && !topKeys.contains("tests"));
  }

  @Override
  public List<ConfigProblem> check(Path file) {
    SettingsLoader loader = new SettingsLoader(Map.of());
    List<ConfigProblem> problems = loader.check(file, LoadedThresholds::read);
    return problems.isEmpty() ? withoutRule(loader, file) : problems;
  }

  /** Rules whose events are counted stand beside the thresholds, or in folders below. */
  private static List<ConfigProblem> withoutRule(SettingsLoader loader, Path file) {
    List<ConfigProblem> problems = new ArrayList<>();
    try {
      ThresholdSet thresholds = loader.load(file, List.of(), LoadedThresholds::read);
      boolean counts =
          thresholds.thresholds().stream()
              .map(Threshold::events)
              .anyMatch(events -> events != null && events.query() == null);
      Path folder = file.toAbsolutePath().getParent();
      if (!counts || folder == null) {
        return problems;
      }
      for (Threshold threshold :
          LoadedRules.withoutRule(thresholds, new SigmaRules().load(folder).rules())) {
        EventCounting events = Objects.requireNonNull(threshold.events());
        problems.add(
            new ConfigProblem(
                file,
                1,
                "thresholds: " + threshold.name() + ": events.rule",
                events.rule(),
                "title, id or name of a rule on single events in this folder"));
      }
    } catch (SettingsException e) {
      problems.addAll(e.problems());
    } catch (IOException e) {
      problems.add(new ConfigProblem(file, 1, "", "cannot be read: " + e, "readable rules"));
    }
    return problems;
  }
}
