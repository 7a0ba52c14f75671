package org.hinomi.collector.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hinomi.collector.review.policy.PolicySettings;
import org.hinomi.core.settings.ConfigProblem;
import org.hinomi.core.settings.FileChecker;
import org.hinomi.core.settings.SettingsLoader;

/** {@code hinomi check} for policies of log reviews. */
public final class PolicyChecker implements FileChecker {

  @Override
  public String kind() {
    return "review policy (calendar, keywords, sources, …)";
  }

  @Override
  public Recognition recognises(Path file, Set<String> topKeys) {
    return Recognition.of(
        String.valueOf(file.getFileName()).contains("policy"), topKeys.contains("sources"));
  }

  @Override
  public List<ConfigProblem> check(Path file) {
    return new SettingsLoader(Map.of())
        .check(file, top -> PolicySettings.read(top, String.valueOf(file.getFileName()), ""));
  }
}
