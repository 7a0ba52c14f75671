package org.hinomi.collector.app.command;

import java.nio.file.Path;
import java.util.Map;

/** Where the commands look for a history that nobody named. */
final class DataFolder {

  /** {@code $HINOMI_DATA}, else {@code ./hinomi-data}. */
  static Path byDefault(Map<String, String> environment) {
    String named = environment.getOrDefault("HINOMI_DATA", "");
    return Path.of(named.isEmpty() ? "hinomi-data" : named);
  }

  private DataFolder() {}
}
