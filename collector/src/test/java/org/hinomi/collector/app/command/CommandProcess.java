package org.hinomi.collector.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hinomi.collector.app.Main;

/** A command of this build in a process of its own. */
final class CommandProcess {
  private CommandProcess() {}

  static List<String> line(String... arguments) {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xmx320m",
                "-DHINOMI_LOG=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    line.addAll(Arrays.asList(arguments));
    return line;
  }
}
