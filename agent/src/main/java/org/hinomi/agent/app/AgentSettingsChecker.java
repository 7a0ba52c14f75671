package org.hinomi.agent.app;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.hinomi.core.settings.ConfigProblem;
import org.hinomi.core.settings.FileChecker;
import org.hinomi.core.settings.SettingsLoader;

/** {@code hinomi check} for {@code agent.yaml}. */
public final class AgentSettingsChecker implements FileChecker {

  private static final Set<String> KEYS =
      Set.of("state", "collector", "tls", "sample", "watch", "spool");

  @Override
  public String kind() {
    return "agent settings (collector, state, sample, watch, …)";
  }

  @Override
  public Recognition recognises(Path file, Set<String> topKeys) {
    return Recognition.of(
        String.valueOf(file.getFileName()).startsWith("agent"),
        !Collections.disjoint(KEYS, topKeys));
  }

  @Override
  public List<ConfigProblem> check(Path file) {
    return new SettingsLoader(System.getenv()).check(file, AgentSettings::read);
  }
}
