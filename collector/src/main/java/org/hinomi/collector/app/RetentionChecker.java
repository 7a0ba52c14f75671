package org.hinomi.collector.app;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hinomi.collector.keep.RetentionSettings;
import org.hinomi.core.settings.ConfigProblem;
import org.hinomi.core.settings.FileChecker;
import org.hinomi.core.settings.SettingsLoader;

/** {@code hinomi check} for retention policies. */
public final class RetentionChecker implements FileChecker {

  @Override
  public String kind() {
    return "retention (classes, rules, default)";
  }

  @Override
  public Recognition recognises(Path file, Set<String> topKeys) {
    return Recognition.of(
        String.valueOf(file.getFileName()).contains("retention"),
        topKeys.contains("classes") && topKeys.contains("default"));
  }

  @Override
  public List<ConfigProblem> check(Path file) {
    return new SettingsLoader(Map.of())
        .check(
            file,
            top ->
                RetentionSettings.read(
                    top, String.valueOf(file.getFileName()), InstantSource.system()));
  }
}
