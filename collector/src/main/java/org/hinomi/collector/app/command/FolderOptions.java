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
  /**
   * Only the folder is asked for: that others may reach the console before it has users is of no
   * matter to a command that makes the history, or its first user.
   */
  private static final List<String> HERE = List.of("listen.console=127.0.0.1:0");

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
    return new SettingsLoader(environment).load(config, HERE, CollectorSettings::read).data();
  }
}
