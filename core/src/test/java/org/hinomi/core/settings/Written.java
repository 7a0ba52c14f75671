package org.hinomi.core.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A settings file as an operator wrote it, read by a test; problems name it {@code s.yaml}. */
record Written(Path file, Map<String, String> environment, List<String> overrides) {

  static Written in(Path folder, String text) {
    try {
      return new Written(
          Files.writeString(folder.resolve("s.yaml"), text),
          Map.of("HOME", "/home/rin"),
          List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Written with(String name, String value) {
    return new Written(file, Map.of(name, value), overrides);
  }

  Written set(String... keyValues) {
    return new Written(file, environment, List.of(keyValues));
  }

  <T> T read(Function<Section, T> reader) {
    try {
      return new SettingsLoader(environment).load(file, overrides, reader);
    } catch (SettingsException e) {
      throw new AssertionError("problems in a file that should be right", e);
    }
  }

  /** The problems as printed, without the folder. */
  List<String> problems(Function<Section, ?> reader) {
    try {
      Object value = new SettingsLoader(environment).load(file, overrides, reader);
      throw new AssertionError("a file that should be wrong was read: " + value);
    } catch (SettingsException e) {
      return e.problems().stream()
          .map(p -> p.toString().replace(file.getParent() + "/", ""))
          .toList();
    }
  }
}
