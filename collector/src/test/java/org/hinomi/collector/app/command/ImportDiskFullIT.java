package org.hinomi.collector.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.app.Main;
import org.hinomi.collector.notify.Waiting;
import org.hinomi.core.text.Language;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** An import into a folder whose journal has no room left. */
@Timeout(180)
class ImportDiskFullIT {
  private static final int LINES = 60_000;
  private static final int FILLER_MIB = 84;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path dir;
  private Path journal;
  private Path filler;
  private @Nullable Process started;

  @BeforeEach
  void mountSmallDisk() throws Exception {
    journal = Files.createDirectories(dir.resolve("data/journal"));
    assumeTrue(
        system("mount", "-t", "tmpfs", "-o", "size=90m", "tmpfs", journal.toString()) == 0,
        "a small tmpfs cannot be mounted: run as root");
    filler = journal.resolve("filler");
    try (OutputStream out = Files.newOutputStream(filler)) {
      for (int i = 0; i < FILLER_MIB; i++) {
        out.write(new byte[1 << 20]);
      }
    }
  }

  @AfterEach
  void unmount() throws Exception {
    Process process = started;
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
    system("umount", journal.toString());
  }

  @Test
  void saysWhatItWaitsForAndGoesOnWhenThereIsRoom() throws Exception {
    Process running = start("import", "--data", data(), "--zone", "UTC", log());
    Waiting.until(PATIENCE, "told", () -> err().contains("hinomi import: waiting for room"));
    assertThat(err()).contains("No space left on device");
    assertThat(running.isAlive()).isTrue();
    Files.delete(filler);
    assertThat(running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(running.exitValue()).as(err()).isZero();
    assertThat(err()).contains("hinomi import: the disk takes more again");
    assertThat(count()).isEqualTo(LINES + "," + LINES);
  }

  @Test
  void anEndByCtrlCKeepsWhatWasRecorded() throws Exception {
    String log = log();
    Process running = start("import", "--data", data(), "--zone", "UTC", log);
    Waiting.until(PATIENCE, "told", () -> err().contains("hinomi import: waiting for room"));
    assertThat(system("kill", "-INT", Long.toString(running.pid()))).isZero();
    assertThat(running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(running.exitValue()).as(err()).isEqualTo(130);
    assertThat(err()).contains("interrupted (what was sent so far is kept");
    Files.delete(filler);
    Caller caller = caller(new ByteArrayOutputStream());
    int code =
        new CommandLine(new ImportCommand(caller, false))
            .execute("--data", data(), "--zone", "UTC", log);
    assertThat(code).isZero();
    assertThat(count()).isEqualTo(LINES + "," + LINES);
  }

  private String data() {
    return dir.resolve("data").toString();
  }

  private String err() throws IOException {
    return Files.readString(dir.resolve("stderr"));
  }

  /** Some 20 MB that no journal makes small. */
  private String log() throws IOException {
    Path log = dir.resolve("app.log");
    Random random = new Random(1);
    byte[] noise = new byte[150];
    try (BufferedWriter lines = Files.newBufferedWriter(log)) {
      for (int i = 0; i < LINES; i++) {
        random.nextBytes(noise);
        lines.write("Nov 23 00:00:00 fs01 app[7]: " + i + " " + HexFormat.of().formatHex(noise));
        lines.newLine();
      }
    }
    return log.toString();
  }

  private Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                // What runs in the background of a script ignores Ctrl-C, and so do its children.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xmx320m",
                "-DHINOMI_LOG=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(dir.resolve("stderr").toFile());
    builder.environment().put("LC_ALL", "C");
    Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    started = process;
    return process;
  }

  private static Caller caller(ByteArrayOutputStream out) {
    return new Caller(
        Map.of(),
        Language.EN,
        InstantSource.system(),
        ZoneOffset.UTC,
        out,
        new ByteArrayOutputStream());
  }

  /** How many records there are, and how many different ones. */
  private String count() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int code =
        new CommandLine(new SqlCommand(caller(out)))
            .execute(
                "--data",
                data(),
                "--format",
                "csv",
                "SELECT count(*) AS n, count(DISTINCT message) AS d FROM event WHERE host = 'fs01'");
    assertThat(code).isZero();
    return out.toString(StandardCharsets.UTF_8).lines().toList().getLast();
  }

  private static int system(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
