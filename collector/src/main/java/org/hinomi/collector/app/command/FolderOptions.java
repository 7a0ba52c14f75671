package org.hinomi.collector.app.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.app.CollectorSettings;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.settings.SettingsLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The folder of a history. */
class FolderOptions {
  @Option(names = "--data", paramLabel = "DIR")
  @Nullable Path data;

  @Option(names = "--config", paramLabel = "FILE", descriptionKey = "history-config")
  @Nullable Path config;

  /**
   * The folder that the options name: {@code --data}, else what the settings of {@code --config}
   * name, else that of the environment.
   *
   * @throws SettingsException where the settings are wrong
   */
  final Path folder(Map<String, String> environment) throws SettingsException {
    if (data != null) {
      return data;
    }
    if (config == null) {
      return DataFolder.byDefault(environment);
    }
    return new SettingsLoader(environment).load(config, List.of(), CollectorSettings::read).data();
  }
}
