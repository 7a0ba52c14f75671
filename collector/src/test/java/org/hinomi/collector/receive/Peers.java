package org.hinomi.collector.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs that tests run: found on the path or in the usual folders, else the test is skipped. */
public final class Peers {
  private Peers() {}

  /** Where {@code program} is; skips the test and says what to install where it is not. */
  public static String program(String program, String debianPackage) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin:/usr/bin:/bin";
    Path found =
        Arrays.stream(path.split(":"))
            .map(dir -> Path.of(dir, program))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    assumeTrue(found != null, program + " is missing: apt-get install " + debianPackage);
    return String.valueOf(found);
  }

  /** Skips the test where rsyslog lacks a module. */
  public static void rsyslogModule(String module, String debianPackage) {
    boolean there =
        Stream.of(
                "/usr/lib/x86_64-linux-gnu/rsyslog",
                "/usr/lib/aarch64-linux-gnu/rsyslog",
                "/usr/lib64/rsyslog",
                "/usr/lib/rsyslog")
            .anyMatch(dir -> Files.exists(Path.of(dir, module + ".so")));
    assumeTrue(there, "rsyslog's " + module + " is missing: apt-get install " + debianPackage);
  }

  /** Runs a command to its end, at most 30 s, and expects it to succeed. */
  public static void run(String... command) throws Exception {
    Process process =
        start(File.createTempFile("peer", ".log").toPath(), Map.of(), List.of(command));
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("%s ends", command[0]).isTrue();
      assertThat(process.exitValue()).as("exit code of %s", command[0]).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Starts a command whose output goes to {@code log}; the caller ends it. */
  public static Process start(Path log, Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }
}
