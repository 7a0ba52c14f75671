package org.hinomi.bench.fault;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

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
          "-XX:+UseCompactObjectHeaders",
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
    return ready(process("-XX:TieredStopAtLevel=1", environment, log, arguments), log, arguments);
  }

  /** Starts it as it is shipped, with all compilers, and waits until it says that it is ready. */
  static Child startFull(Map<String, String> environment, Path log, String... arguments)
      throws IOException {
    return ready(process("-XX:+TieredCompilation", environment, log, arguments), log, arguments);
  }

  private static Child ready(Process process, Path log, String... arguments) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    if (line == null || !line.startsWith("ready")) {
      process.destroyForcibly();
      throw new IOException(arguments[0] + " did not start: see " + log);
    }
    return new Child(process, line);
  }

  /**
   * Runs a command to its end.
   *
   * @return what it prints, whether it is content or not
   */
  static String run(Path log, String... arguments) throws IOException, InterruptedException {
    Process process = process("-XX:+TieredCompilation", Map.of(), log, arguments);
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out;
  }

  private static Process process(
      String option, Map<String, String> environment, Path log, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(JAVA);
    command.add(1, option);
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** CPU seconds that it has used. */
  double cpuSeconds() {
    return cpuSeconds(process.toHandle());
  }

  static double cpuSeconds(ProcessHandle process) {
    return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L) / 1e3;
  }

  /** The most memory that it had, MiB; 0 where the system does not say. */
  long peakMebibytes() throws IOException {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElse(0);
  }

  /** The port of a listener that it has said. */
  int port(String listener) {
    String key = "\"" + listener + "\":\"";
    int from = ready.indexOf(key) + key.length();
    String address = ready.substring(from, ready.indexOf('"', from));
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  /** Addresses of listeners as {@link #port} reads them. */
  static String addresses(Map<String, String> byListener) {
    return byListener.entrySet().stream()
        .map(each -> "\"" + each.getKey() + "\":\"" + each.getValue() + "\"")
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** Writes a line to its standard input. */
  void tell(String line) throws IOException {
    BufferedWriter in = process.outputWriter(StandardCharsets.US_ASCII);
    in.write(line);
    in.newLine();
    in.flush();
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
