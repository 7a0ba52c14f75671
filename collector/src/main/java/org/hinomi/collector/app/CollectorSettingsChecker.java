package org.hinomi.collector.app;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.hinomi.collector.notify.webhook.Template;
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
    SettingsLoader.Reading<CollectorSettings> reading =
        new SettingsLoader(System.getenv()).tolerate(file, CollectorSettings::read);
    List<ConfigProblem> problems = new ArrayList<>(reading.problems());
    reading.value().ifPresent(settings -> named(settings, problems));
    return problems;
  }

  /** What is wrong in the files that the settings name for notifications. */
  private static void named(CollectorSettings settings, List<ConfigProblem> problems) {
    NotifySettings notify = settings.destinations();
    problems.addAll(
        RoutingFile.read(
                notify,
                RoutingFile.calendars(settings.calendars()),
                settings.language(),
                InstantSource.system())
            .problems());
    notify.webhook().stream()
        .flatMap(webhook -> webhook.template().stream())
        .forEach(template -> problems.addAll(Template.read(template).problems()));
  }
}
