package org.hinomi.collector;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A class of this build in a process of its own, to be killed or to be given little memory. */
public final class ChildJvm {
  private ChildJvm() {}

  /** The command line that runs a class. */
  public static List<String> line(Class<?> main, List<String> options, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(options);
    line.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    line.addAll(Arrays.asList(arguments));
    return line;
  }
}
