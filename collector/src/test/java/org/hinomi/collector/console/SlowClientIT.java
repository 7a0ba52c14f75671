package org.hinomi.collector.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.search.CollectorStatus;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who says little and slowly holds no connection for long. */
@Timeout(60)
class SlowClientIT {
  private static final Secret TOKEN = new Secret("what run.json says");
  private static final Instant NOW = Instant.parse("2026-11-28T00:00:00Z");

  @TempDir private Path data;
  private final CountDownLatch never = new CountDownLatch(1);
  private Console console;
  private HostPort address;

  @BeforeEach
  void start() throws IOException {
    console =
        new Console(
            new HostPort("127.0.0.1", 0),
            List.of(),
            TestDoors.of(data, TOKEN, record -> {}, Duration.ofSeconds(2)),
            new ConsoleIT.FakeHistory(),
            new AlertReader(data),
            InstantSource.fixed(NOW),
            new PrometheusRegistry(),
            () -> new CollectorStatus("1", NOW, 1, new TreeMap<>(), Map.of(), List.of()),
            Map.of(
                "/long",
                rules ->
                    rules.get(
                        "/",
                        (request, response) ->
                            response.send("" + never.await(4, TimeUnit.SECONDS)))));
    address = console.start();
  }

  @AfterEach
  void stop() {
    console.close();
  }

  private Socket connect(String from) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
    socket.connect(new InetSocketAddress("127.0.0.1", address.port()));
    socket.setSoTimeout(30_000);
    return socket;
  }

  /** Writes a byte each 100 ms until the other side has had enough. */
  private void trickle(Socket socket, String text) throws IOException, InterruptedException {
    for (byte b : text.getBytes(StandardCharsets.US_ASCII)) {
      socket.getOutputStream().write(b);
      assertThat(never.await(100, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  @Test
  void aRequestThatDoesNotEndIsEnded() throws Exception {
    try (Socket socket = connect("127.0.0.1")) {
      assertThatThrownBy(
              () ->
                  trickle(
                      socket, "GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(200)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aFormThatDoesNotEndIsEnded() throws Exception {
    try (Socket socket = connect("127.0.0.1")) {
      socket
          .getOutputStream()
          .write(
              "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThatThrownBy(() -> trickle(socket, "name=" + "a".repeat(200)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void whoSaysNothingIsLeft() throws Exception {
    try (Socket socket = connect("127.0.0.1");
        InputStream in = socket.getInputStream()) {
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void anAnswerMayTakeItsTime() throws Exception {
    try (Socket socket = connect("127.0.0.1");
        InputStream in = socket.getInputStream()) {
      socket
          .getOutputStream()
          .write(
              ("GET /long HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                      + "Authorization: Bearer "
                      + TOKEN.reveal()
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 200")
          .endsWith("false");
    }
  }

  @Test
  void onlySoManyAtTheSameTimeAndThenAgain() throws Exception {
    List<Socket> many = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      many.add(connect("127.0.0.1"));
    }
    for (Socket socket : many) {
      socket.close();
    }
    try (Socket socket = connect("127.0.0.1");
        InputStream in = socket.getInputStream()) {
      socket
          .getOutputStream()
          .write(
              "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).contains("HTTP/1.1 200");
    }
  }
}
