package org.hinomi.collector.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.netty.buffer.Unpooled;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hinomi.collector.ChildJvm;
import org.hinomi.collector.SmallDisk;
import org.hinomi.collector.app.ImportIntoFolder;
import org.hinomi.collector.app.Main;
import org.hinomi.collector.notify.Waiting;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.ChunkBuilder;
import org.hinomi.core.event.Transport;
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
  private static final List<String> JVM = List.of("-Xmx320m", "-DHINOMI_LOG=ERROR");
  private static final int FILLER_KIB = 84 << 10;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path dir;
  private final SmallDisk disk = new SmallDisk();
  private @Nullable Process started;

  @BeforeEach
  void mountSmallDisk() throws Exception {
    disk.mount(Files.createDirectories(dir.resolve("data/journal")), 90);
    disk.fill(FILLER_KIB);
  }

  @AfterEach
  void unmount() throws Exception {
    Process process = started;
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
    disk.close();
  }

  @Test
  void saysWhatItWaitsForAndGoesOnWhenThereIsRoom() throws Exception {
    Process running = start("import", "--data", data(), "--zone", "UTC", log());
    Waiting.until(PATIENCE, "told", () -> err().contains("hinomi import: waiting for room"));
    assertThat(err()).contains("No space left on device");
    assertThat(running.isAlive()).isTrue();
    disk.free();
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
    Process interrupt = new ProcessBuilder("kill", "-INT", Long.toString(running.pid())).start();
    assertThat(interrupt.waitFor()).isZero();
    assertThat(running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(running.exitValue()).as(err()).isEqualTo(130);
    assertThat(err()).contains("interrupted (what was sent so far is kept");
    disk.free();
    Caller caller = caller(new ByteArrayOutputStream());
    int code =
        new CommandLine(new ImportCommand(caller, false))
            .execute("--data", data(), "--zone", "UTC", log);
    assertThat(code).isZero();
    assertThat(count()).isEqualTo(LINES + "," + LINES);
  }

  /** Without an identity it cannot be sent again: that it is not there must be told at the end. */
  @Test
  void whatArrivedAndWasNotWrittenIsToldHoweverMuchIsWrittenBehindIt() throws Exception {
    AtomicBoolean full = new AtomicBoolean();
    ImportIntoFolder.Waits waits =
        new ImportIntoFolder.Waits() {
          @Override
          public void begins(String reason) {
            full.set(true);
            try {
              disk.free();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }

          @Override
          public void ends() {}
        };
    try (ImportIntoFolder folder =
        new ImportIntoFolder(Path.of(data()), ZoneOffset.UTC, InstantSource.system(), waits)) {
      for (int i = 0; i < 10_000 && !full.get(); i++) {
        folder.arrived(noise(i));
      }
      assertThat(full).isTrue();
      assertThatIOException().isThrownBy(folder::flush).withMessageContaining("No space left");
    }
  }

  private static Chunk noise(int seed) {
    byte[] noise = new byte[8 << 10];
    new Random(seed).nextBytes(noise);
    ChunkBuilder builder = new ChunkBuilder();
    builder.add(Unpooled.wrappedBuffer(noise), 0, noise.length);
    InetSocketAddress sender = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return builder.build(Transport.SYSLOG_UDP, sender, 0, 0, 0);
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
    // What runs in the background of a script ignores Ctrl-C, and so do its children.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.addAll(ChildJvm.line(Main.class, JVM, arguments));
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
}
