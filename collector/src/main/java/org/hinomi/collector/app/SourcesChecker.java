package org.hinomi.collector.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hinomi.collector.detect.SourceSettings;
import org.hinomi.core.settings.ConfigProblem;
import org.hinomi.core.settings.FileChecker;
import org.hinomi.core.settings.SettingsLoader;

/** {@code hinomi check} for declared sources. */
public final class SourcesChecker implements FileChecker {

  @Override
  public String kind() {
    return "declared sources (learn, sources)";
  }

  @Override
  public Recognition recognises(Path file, Set<String> topKeys) {
    return Recognition.of(
        file.endsWith(SourceSettings.NAME),
        topKeys.contains("learn") || topKeys.contains("sources"));
  }

  @Override
  public List<ConfigProblem> check(Path file) {
    return new SettingsLoader(Map.of()).check(file, SourceSettings::read);
  }
}
