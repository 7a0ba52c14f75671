package org.hinomi.collector.app;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.hinomi.core.settings.ConfigProblem;
import org.hinomi.core.settings.FileChecker;
import org.hinomi.core.settings.SettingsLoader;

/** {@code hinomi check} for {@code collector.yaml}. */
public final class CollectorSettingsChecker implements FileChecker {

  private static final Set<String> KEYS =
      Set.of(
          "data",
          "listen",
          "receive",
          "journal",
          "decode",
          "detect",
          "notify",
          "retention",
          "integrity",
          "disk");

  @Override
  public String kind() {
    return "collector settings (data, listen, notify, …)";
  }

  @Override
  public Recognition recognises(Path file, Set<String> topKeys) {
    return Recognition.of(
        String.valueOf(file.getFileName()).startsWith("collector"),
        !Collections.disjoint(KEYS, topKeys));
  }

  @Override
  public List<ConfigProblem> check(Path file) {
    return new SettingsLoader(System.getenv()).check(file, CollectorSettings::read);
  }
}
