package org.hinomi.collector.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hinomi.core.settings.ConfigProblem;
import org.hinomi.core.settings.FileChecker;
import org.hinomi.core.settings.SettingsLoader;

/** {@code hinomi check} for {@code notify.yaml}: who is told of what. */
public final class RoutingChecker implements FileChecker {
  private static final Set<String> KEYS = Set.of("people", "rotas", "teams", "routes");
  private static final String SETTINGS = "collector.yaml";

  @Override
  public String kind() {
    return "who is told of what (people, rotas, teams, routes)";
  }

  @Override
  public Recognition recognises(Path file, Set<String> topKeys) {
    return Recognition.of(
        String.valueOf(file.getFileName()).startsWith("notify"),
        !Collections.disjoint(KEYS, topKeys));
  }

  /** The channels are those of the collector's settings beside the file. */
  @Override
  public List<ConfigProblem> check(Path file) {
    Path settings = file.resolveSibling(SETTINGS);
    if (!Files.exists(settings)) {
      return List.of(
          new ConfigProblem(
              file,
              1,
              "",
              "without its channels",
              SETTINGS + " beside it; or check the settings that name it under notify.routing"));
    }
    Optional<CollectorSettings> collector =
        new SettingsLoader(System.getenv()).tolerate(settings, CollectorSettings::read).value();
    return collector
        .map(
            read ->
                RoutingFile.read(
                        file,
                        read.destinations().channels(),
                        RoutingFile.calendars(read.calendars()),
                        read.language(),
                        InstantSource.system())
                    .problems())
        .orElse(List.of(new ConfigProblem(settings, 1, "", "cannot be read", "settings in YAML")));
  }
}
