package org.hinomi.collector.app.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.app.CollectorSettings;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.settings.SettingsLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of commands that read a history: where it is. */
final class HistoryOptions {
  @Option(names = "--data", paramLabel = "DIR")
  @Nullable Path data;

  @Option(names = "--config", paramLabel = "FILE", descriptionKey = "history-config")
  @Nullable Path config;

  @Option(names = "--collector", paramLabel = "URL")
  @Nullable URI collector;

  @Option(names = "--token-file", paramLabel = "F")
  @Nullable Path tokenFile;

  @Option(names = "--ca-file", paramLabel = "F")
  @Nullable Path caFile;

  /**
   * The folder that the options name: {@code --data}, else what the settings of {@code --config}
   * name, else that of the environment.
   *
   * @throws IOException where the settings are wrong, with all that is wrong with them
   */
  Path folder(Map<String, String> environment) throws IOException {
    if (data != null) {
      return data;
    }
    if (config == null) {
      return DataFolder.byDefault(environment);
    }
    try {
      return new SettingsLoader(environment)
          .load(config, List.of(), CollectorSettings::read)
          .data();
    } catch (SettingsException e) {
      throw ReadingCommand.wrong(e);
    }
  }
}
