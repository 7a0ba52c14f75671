package org.hinomi.collector.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.hinomi.collector.console.RunFile;
import org.hinomi.collector.keep.HistoryVerifier;
import org.hinomi.collector.notify.Waiting;
import org.hinomi.core.lifecycle.Stops;
import org.hinomi.core.settings.SettingsLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A collector under load whose disk fills up, and has room again. */
class DiskFullIT {
  private static final int LINES = 60_000;
  private static final int FILLER_MIB = 160;
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir Path dir;

  @BeforeEach
  void mountSmallDisk() throws Exception {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", dir.toString()) == 0,
        "a small tmpfs cannot be mounted: run as root");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", dir.toString());
  }

  @Test
  void takesNothingMoreBeforeItIsFullAndLosesNothing() throws Exception {
    Path filler = dir.resolve("filler");
    try (OutputStream out = Files.newOutputStream(filler)) {
      for (int i = 0; i < FILLER_MIB; i++) {
        out.write(new byte[1 << 20]);
      }
    }
    Path data = dir.resolve("data");
    Path config =
        Files.writeString(
            dir.resolve("collector.yaml"),
            "data: "
                + data
                + "\nlisten: {syslog-tcp: 127.0.0.1:0, console: 127.0.0.1:0}\n"
                + "journal: {segment-size: 1MiB, pending-limit: 4MiB, keep-size: 1MiB}\n"
                + "disk: {warn: 90MiB, shorten: 80MiB, refuse: 64MiB}\n");
    CollectorSettings settings =
        new SettingsLoader(Map.of()).load(config, List.of(), CollectorSettings::read);
    try (Stops stops = new Stops();
        HttpClient http = HttpClient.newHttpClient()) {
      Map<String, String> addresses = CollectorProgram.start(settings, stops).addresses();
      String console = "http://" + addresses.get("console");
      AtomicInteger sent = new AtomicInteger();
      CompletableFuture<Void> sender =
          CompletableFuture.runAsync(
              () ->
                  send(
                      Integer.parseInt(addresses.getOrDefault("syslog-tcp", "").split(":")[1]),
                      sent),
              task -> Thread.ofPlatform().daemon().start(task));
      await(http, console + "/health", "nothing more is taken in");
      assertThat(sent.get()).as("the sender waits").isLessThan(LINES);
      assertThat(Files.getFileStore(dir).getUsableSpace()).as("room is left").isPositive();
      Files.delete(filler);
      sender.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      RunFile run = RunFile.read(data).orElseThrow();
      Waiting.until(
          PATIENCE,
          "each line once in the history",
          () -> LossesIT.count(http, run, "host.name:fs01") == LINES);
    }
    HistoryVerifier.Report report =
        new HistoryVerifier(data, InstantSource.system(), () -> false, 1, bytes -> {})
            .run(List.of());
    assertThat(report.findings()).isEmpty();
    assertThat(report.days().stream().mapToLong(HistoryVerifier.Day::events).sum())
        .as("beside the lines there are notes that their sender had to wait")
        .isGreaterThanOrEqualTo(LINES);
  }

  private static void send(int port, AtomicInteger sent) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    byte[] noise = new byte[500];
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        OutputStream out = new BufferedOutputStream(socket.getOutputStream())) {
      for (int i = 0; i < LINES; i++) {
        random.nextBytes(noise);
        String text = HexFormat.of().formatHex(noise);
        out.write(("<34>1 - fs01 su - - - " + i + " " + text + "\n").getBytes(UTF_8));
        sent.incrementAndGet();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(HttpClient http, String url, String text) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String body = "";
    while (!body.contains(text)) {
      assertThat(System.nanoTime()).as("%s: %s", url, body).isLessThan(end);
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url)).header("Accept", "text/plain").build();
      body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
