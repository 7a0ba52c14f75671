package org.hinomi.collector.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
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
import java.util.stream.Stream;
import org.hinomi.collector.console.RunFile;
import org.hinomi.collector.notify.Waiting;
import org.hinomi.core.lifecycle.Stops;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.SettingsLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Names that come from outside name no files. */
@Timeout(120)
class HostileNamesIT {
  private static final List<String> NAMES =
      List.of("../../evil", "..\\..\\evil", "/tmp/evil", "C:\\evil", "evil\u0000", "%2e%2e%2fevil");

  @TempDir Path dir;

  private static void syslog(String address, String text) throws IOException {
    HostPort to = HostPort.parse(address);
    try (Socket socket = new Socket(to.host(), to.port())) {
      OutputStream out = socket.getOutputStream();
      byte[] bytes = text.getBytes(UTF_8);
      out.write((bytes.length + " ").getBytes(UTF_8));
      out.write(bytes);
    }
  }

  @Test
  void hostsAgentsAndReviewsWriteNowhereElse() throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("collector.yaml"),
            "data: data\nlisten: {syslog-tcp: '127.0.0.1:0', console: '127.0.0.1:0'}\n");
    try (Stops stops = new Stops();
        HttpClient http = HttpClient.newHttpClient()) {
      CollectorProgram collector =
          CollectorProgram.start(
              new SettingsLoader(Map.of()).load(file, List.of(), CollectorSettings::read), stops);
      String tcp = String.valueOf(collector.addresses().get("syslog-tcp"));
      for (String name : NAMES) {
        syslog(
            tcp,
            "<13>1 2026-11-28T00:00:00Z "
                + name
                + " "
                + name
                + " "
                + name
                + " EVENT [hinomi@32473 agent=\""
                + name.replace("\\", "\\\\")
                + "\" inc=\"1\" seq=\"1\" source=\""
                + name.replace("\\", "\\\\")
                + "\" kind=\"line\" file=\"../../evil\"] needle");
      }
      RunFile run = RunFile.read(dir.resolve("data")).orElseThrow();
      Waiting.until(
          Duration.ofSeconds(30),
          "all of them",
          () -> get(http, run, "search/count?q=needle&from=2026-01-01").body().contains("6"));
      for (String request :
          List.of(
              "review/show?review=..%2F..%2Fevil",
              "review/findings?review=..%2F..%2Fevil",
              "alerts?id=..%2F..%2Fevil",
              "..%2F..%2Frun.json",
              "search?after=..%2F..%2Fevil")) {
        assertThat(get(http, run, request).statusCode()).as(request).isBetween(400, 499);
      }
    }
    try (Stream<Path> files = Files.walk(dir)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.contains("evil"));
    }
    assertThat(dir.resolve("../../evil")).doesNotExist();
    assertThat(Path.of("/tmp/evil")).doesNotExist();
  }

  private static HttpResponse<String> get(HttpClient http, RunFile run, String path)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(run.url() + "/api/v1/" + path))
            .header("Authorization", "Bearer " + run.token().reveal())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
