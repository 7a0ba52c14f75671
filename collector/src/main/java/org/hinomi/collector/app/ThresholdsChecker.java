package org.hinomi.collector.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hinomi.collector.detect.ThresholdSettings;
import org.hinomi.core.settings.ConfigProblem;
import org.hinomi.core.settings.FileChecker;
import org.hinomi.core.settings.SettingsLoader;

/** {@code hinomi check} for threshold files. */
public final class ThresholdsChecker implements FileChecker {

  @Override
  public String kind() {
    return "thresholds (thresholds, groups)";
  }

  @Override
  public Recognition recognises(Path file, Set<String> topKeys) {
    return Recognition.of(
        String.valueOf(file.getFileName()).contains("threshold"), topKeys.contains("thresholds"));
  }

  @Override
  public List<ConfigProblem> check(Path file) {
    return new SettingsLoader(Map.of()).check(file, ThresholdSettings::read);
  }
}
