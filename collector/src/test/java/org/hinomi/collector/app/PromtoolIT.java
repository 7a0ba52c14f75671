package org.hinomi.collector.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.receive.Peers;
import org.hinomi.core.lifecycle.Stops;
import org.hinomi.core.settings.SettingsLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the collector says of itself, as Prometheus's own checker sees it. */
class PromtoolIT {
  @TempDir Path dir;

  @Test
  void findsNothingToComplainAbout() throws Exception {
    String promtool = Peers.program("promtool", "prometheus");
    String metrics = metrics();
    assertThat(metrics)
        .contains("hinomi_samples_rolled_up_total")
        .containsPattern("hinomi_received_total.transport=\"syslog-tcp\". 1");

    Process check =
        new ProcessBuilder(promtool, "check", "metrics").redirectErrorStream(true).start();
    try (OutputStream in = check.getOutputStream()) {
      in.write(metrics.getBytes(UTF_8));
    }
    String complaints = new String(check.getInputStream().readAllBytes(), UTF_8);
    assertThat(check.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(complaints).isEmpty();
    assertThat(check.exitValue()).isZero();
  }

  /** As curl gets them, of a collector that has received a line. */
  private String metrics() throws Exception {
    Path config =
        Files.writeString(
            dir.resolve("collector.yaml"),
            "data: "
                + dir.resolve("data")
                + "\nlisten: {syslog-tcp: 127.0.0.1:0, syslog-udp: 127.0.0.1:0,"
                + " relp: 127.0.0.1:0, snmp: 127.0.0.1:0, console: 127.0.0.1:0}\n"
                + "notify: {syslog: [{name: siem, to: 127.0.0.1:514}]}\n");
    CollectorSettings settings =
        new SettingsLoader(Map.of()).load(config, List.of(), CollectorSettings::read);
    try (Stops stops = new Stops();
        HttpClient http = HttpClient.newHttpClient()) {
      Map<String, String> addresses = CollectorProgram.start(settings, stops).addresses();
      int port = Integer.parseInt(addresses.getOrDefault("syslog-tcp", "").split(":")[1]);
      try (Socket sender = new Socket(InetAddress.getLoopbackAddress(), port)) {
        sender.getOutputStream().write("<34>1 - fs01 su - - - a line\n".getBytes(UTF_8));
      }
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + addresses.get("console") + "/metrics"))
              .header("Accept", "*/*")
              .build();
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      String text = "";
      // The line, and that the collector started.
      while (!text.contains("hinomi_recorded_total 2.0") && System.nanoTime() < end) {
        text = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      }
      return text;
    }
  }
}
