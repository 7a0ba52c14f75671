package org.hinomi.bench.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A collector or an agent, as a process of its own. */
final class Child implements AutoCloseable {
  private static final List<String> JAVA =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "--enable-native-access=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseSerialGC",
          // Counters of class loading ask for the time, for which faketime takes a lock.
          "-XX:-UsePerfData",
          "-XX:TieredStopAtLevel=1",
          "-Xmx320m",
          "-cp",
          System.getProperty("java.class.path"));

  private final Process process;
  private final String ready;

  private Child(Process process, String ready) {
    this.process = process;
    this.ready = ready;
  }

  /**
   * Starts it and waits until it says that it is ready.
   *
   * @param environment variables besides those of this program
   * @param log gets what it complains of
   */
  static Child start(Map<String, String> environment, Path log, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(JAVA);
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    if (line == null || !line.startsWith("ready")) {
      process.destroyForcibly();
      throw new IOException(arguments[0] + " did not start: see " + log);
    }
    return new Child(process, line);
  }

  /** The port of a listener that it has said. */
  int port(String listener) {
    String key = "\"" + listener + "\":\"";
    int from = ready.indexOf(key) + key.length();
    String address = ready.substring(from, ready.indexOf('"', from));
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** SIGTERM. */
  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      kill();
    }
  }
}
