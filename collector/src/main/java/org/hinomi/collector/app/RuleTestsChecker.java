package org.hinomi.collector.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hinomi.collector.search.rules.RuleTests;
import org.hinomi.core.settings.ConfigProblem;
import org.hinomi.core.settings.FileChecker;
import org.hinomi.core.settings.SettingsLoader;

/** {@code hinomi check} for tests of rules. */
public final class RuleTestsChecker implements FileChecker {

  @Override
  public String kind() {
    return "tests of rules (rules, tests)";
  }

  @Override
  public Recognition recognises(Path file, Set<String> topKeys) {
    return Recognition.of(
        String.valueOf(file.getFileName()).endsWith(".test.yaml"), topKeys.contains("tests"));
  }

  @Override
  public List<ConfigProblem> check(Path file) {
    return new SettingsLoader(Map.of()).check(file, RuleTests::read);
  }
}
