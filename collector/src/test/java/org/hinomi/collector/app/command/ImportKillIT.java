package org.hinomi.collector.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.ChildJvm;
import org.hinomi.collector.app.Main;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Kills the importing process, or the collector that it sends to, in the middle of an import, and
 * imports again: each line must be there, once.
 */
class ImportKillIT {
  private static final int ROUNDS = 2;
  private static final int LINES = 400_000;
  private static final List<String> JVM = List.of("-Xmx320m", "-DHINOMI_LOG=ERROR");

  /** After as many milliseconds at most: about what start and import take. */
  private static final int LATEST_MILLIS = 2_000;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final List<Process> started = new ArrayList<>();

  @TempDir Path dir;

  @AfterEach
  void endProcesses() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void anImportIntoAFolderThatIsKilledGoesOn() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String log = log(round);
      kill(start("import", "--data", data(), log));
      String summary = importAll(log);
      assertThat(count(round)).as("seed %d, round %d: %s", seed, round, summary).isEqualTo(ONCE);
    }
  }

  @Test
  void anImportThroughACollectorThatIsKilledGoesOn() throws Exception {
    collector();
    for (int round = 0; round < ROUNDS; round++) {
      String log = log(round);
      kill(start("import", "--data", data(), log));
      String summary = importAll(log);
      assertThat(importAll(log)).contains("new records: 0, already there: " + LINES + ",");
      assertThat(count(round)).as("seed %d, round %d: %s", seed, round, summary).isEqualTo(ONCE);
    }
  }

  @Test
  void anImportGoesOnAfterItsCollectorWasKilled() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String log = log(round);
      Process collector = collector();
      Process unfinished = start("import", "--data", data(), log);
      kill(collector);
      assertThat(unfinished.waitFor(60, TimeUnit.SECONDS)).isTrue();
      collector = collector();
      String summary = importAll(log);
      assertThat(importAll(log)).contains("new records: 0, already there: " + LINES + ",");
      assertThat(count(round)).as("seed %d, round %d: %s", seed, round, summary).isEqualTo(ONCE);
      collector.destroy();
      assertThat(collector.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static final String ONCE = LINES + "," + LINES;

  private String data() {
    return dir.resolve("data").toString();
  }

  private String log(int round) throws IOException {
    Path log = dir.resolve("round" + round + ".log");
    try (BufferedWriter lines = Files.newBufferedWriter(log)) {
      for (int i = 0; i < LINES; i++) {
        lines.write(
            "Nov 23 00:00:00 host"
                + round
                + " app[7]: number "
                + i
                + " of some length, as logs are\n");
      }
    }
    return log.toString();
  }

  /** Somewhere between its start and its end. */
  private void kill(Process process) throws InterruptedException {
    int millis = random.nextInt(LATEST_MILLIS);
    boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
    System.out.printf("seed %d: killed after %d ms%s%n", seed, millis, ended ? ", had ended" : "");
    process.destroyForcibly().waitFor();
  }

  private Process collector() throws IOException {
    Path config =
        Files.writeString(
            dir.resolve("collector.yaml"),
            "data: " + data() + "\nlisten:\n  console: 127.0.0.1:0\n");
    Process collector = start("collector", "--config", config.toString());
    BufferedReader out = collector.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    assertThat(line).startsWith("ready");
    return collector;
  }

  private Process start(String... arguments) throws IOException {
    Process process =
        new ProcessBuilder(ChildJvm.line(Main.class, JVM, arguments))
            .redirectError(dir.resolve("stderr" + started.size()).toFile())
            .start();
    started.add(process);
    return process;
  }

  private String importAll(String log) {
    return run(caller -> new ImportCommand(caller, false), "--zone", "UTC", log);
  }

  /** How many records of a round there are, and how many different ones. */
  private String count(int round) {
    String answer =
        run(
            SqlCommand::new,
            "--format",
            "csv",
            "SELECT count(*) AS n, count(DISTINCT message) AS d FROM event WHERE host ="
                + " 'host"
                + round
                + "'");
    return answer.lines().toList().getLast();
  }

  private interface Command {
    Object of(Caller caller);
  }

  private String run(Command command, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Caller caller =
        new Caller(Map.of(), Language.EN, InstantSource.system(), ZoneOffset.UTC, out, err);
    List<String> all = new ArrayList<>(List.of("--data", data()));
    all.addAll(Arrays.asList(arguments));
    int code = new CommandLine(command.of(caller)).execute(all.toArray(String[]::new));
    assertThat(code).as("%s%nseed %d", err.toString(StandardCharsets.UTF_8), seed).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }
}
