package org.hinomi.collector.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.console.RunFile;
import org.hinomi.collector.notify.Waiting;
import org.hinomi.core.lifecycle.Stops;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.SettingsLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What goes wrong with what a sender sends is counted for it, recorded, and an alert. */
@Timeout(120)
class LossesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path dir;

  @Test
  void eachKindIsCountedForItsSenderAndToldOnce() throws Exception {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    HttpServer chat = chat(told);
    Files.createDirectories(dir.resolve("rules"));
    Path file =
        Files.writeString(
            dir.resolve("collector.yaml"),
            """
            data: data
            rules: rules
            listen: {syslog-udp: '127.0.0.1:0', syslog-tcp: '127.0.0.1:0', console: '127.0.0.1:0'}
            receive: {message-limit: 2KiB, connections-per-sender: 1}
            notify: {webhook: [{name: chat, url: 'http://127.0.0.1:CHAT/x'}]}
            """
                .replace("CHAT", String.valueOf(chat.getAddress().getPort())));
    try (Stops stops = new Stops();
        HttpClient http = HttpClient.newHttpClient()) {
      CollectorProgram collector =
          CollectorProgram.start(
              new SettingsLoader(Map.of()).load(file, List.of(), CollectorSettings::read), stops);
      datagram(collector, ("<13>1 - h app - - - " + "x".repeat(3_000)).getBytes(UTF_8));
      datagram(collector, "<999>1 this is no header".getBytes(UTF_8));
      String mangled = new String("Überprüfung der Lüfter".getBytes(UTF_8), ISO_8859_1);
      datagram(collector, ("<13>1 - h app - - - " + mangled).getBytes(UTF_8));
      HostPort tcp = HostPort.parse(String.valueOf(collector.addresses().get("syslog-tcp")));
      RunFile run = RunFile.read(dir.resolve("data")).orElseThrow();
      try (Socket first = new Socket(tcp.host(), tcp.port())) {
        first
            .getOutputStream()
            .write("24 <13>1 - h app - - - here100 <13>1 - h app - - - cut off".getBytes(UTF_8));
        Waiting.until(PATIENCE, "the first connection", () -> count(http, run, "message:here") > 0);
        for (int i = 0; i < 50; i++) {
          try (Socket more = new Socket(tcp.host(), tcp.port())) {
            more.setSoTimeout(10_000);
            assertThat(more.getInputStream().read()).isNegative();
          }
        }
      }
      String console = "http://" + collector.addresses().get("console");
      Waiting.until(
          PATIENCE, "a record of each kind", () -> count(http, run, "event.code:loss") >= 5);
      assertThat(get(http, run, console + "/metrics"))
          .contains(
              counted("oversize", 1),
              counted("truncated", 1),
              counted("charset-damaged", 1),
              counted("connection-limit-of-sender", 50))
          .containsPattern("sender_losses_total[{]kind=\"undecodable\",sender=\"127.0.0.1\"[}]");
      AlertReader alerts = new AlertReader(dir.resolve("data/state"));
      Waiting.until(PATIENCE, "an alert of each", () -> alerts.current().size() >= 5);
      assertThat(alerts.current())
          .extracting(alert -> alert.rule() + " " + alert.labels().getOrDefault("kind", "any"))
          .containsExactlyInAnyOrder(
              "records-lost any",
              "records-damaged oversize",
              "records-damaged truncated",
              "records-damaged undecodable",
              "records-damaged charset-damaged");
      String message = requireNonNull(told.poll(60, TimeUnit.SECONDS));
      assertThat(message).contains("records-lost", "50 of 127.0.0.1");
    } finally {
      chat.stop(0);
    }
    assertThat(told).as("one message for all of them").isEmpty();
  }

  private static HttpServer chat(BlockingQueue<String> told) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            told.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(204, -1);
          }
        });
    server.start();
    return server;
  }

  static long count(HttpClient http, RunFile run, String query) throws Exception {
    String answer = get(http, run, run.url() + "/api/v1/search/count?q=" + query);
    return JsonMapper.builder().build().readTree(answer).path("count").asLong(0);
  }

  private static String counted(String kind, int count) {
    return "hinomi_sender_losses_total{kind=\"%s\",sender=\"127.0.0.1\"} %d".formatted(kind, count);
  }

  private static void datagram(CollectorProgram collector, byte[] bytes) throws Exception {
    HostPort to = HostPort.parse(String.valueOf(collector.addresses().get("syslog-udp")));
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(
          new DatagramPacket(
              bytes,
              bytes.length,
              new InetSocketAddress(InetAddress.getByName(to.host()), to.port())));
    }
  }

  private static String get(HttpClient http, RunFile run, String url) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + run.token().reveal())
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
