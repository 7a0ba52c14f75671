package org.hinomi.collector.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.collector.record.AggregateQuery;
import org.hinomi.collector.record.Condition;
import org.hinomi.collector.record.EventGroup;
import org.hinomi.collector.record.EventQuery;
import org.hinomi.collector.record.History;
import org.hinomi.collector.record.HistoryStatus;
import org.hinomi.collector.record.Inquiry;
import org.hinomi.collector.record.MetricQuery;
import org.hinomi.collector.record.Positions;
import org.hinomi.collector.record.StoredEvent;
import org.hinomi.collector.record.StoredSample;
import org.hinomi.collector.record.TableSink;
import org.hinomi.collector.search.CollectorStatus;
import org.hinomi.collector.search.Problem;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleIT {
  private static final Secret TOKEN = new Secret("a-token-only-this-test-knows");
  private static final Instant NOW = Instant.parse("2026-11-23T01:00:00Z");

  private final FakeHistory history = new FakeHistory();
  private final PrometheusRegistry registry = new PrometheusRegistry();
  @TempDir private Path state;
  private List<Problem> problems = List.of();
  private Console console;
  private HostPort address;

  @BeforeEach
  void start() throws IOException {
    Counter received =
        Counter.builder().name("hinomi_received_total").labelNames("transport").register(registry);
    received.labelValues("syslog-udp").inc(3);
    console =
        new Console(
            new HostPort("127.0.0.1", 0),
            List.of("logs.example.org"),
            TestDoors.of(state, TOKEN),
            history,
            new AlertReader(state),
            InstantSource.fixed(NOW),
            registry,
            () ->
                new CollectorStatus(
                    "1.2.3",
                    NOW.minusSeconds(60),
                    12,
                    new TreeMap<>(Map.of("syslog-udp", "127.0.0.1:5514")),
                    facts(),
                    problems));
    address = console.start();
  }

  private static Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("received", new TreeMap<>(Map.of("syslog-udp", 3L)));
    facts.put("udp_kernel_drops", null);
    return facts;
  }

  @AfterEach
  void stop() {
    console.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/alerts",
        "/api/v1/search",
        "/api/v1/metrics",
        "/api/v1/status",
        "/api/v1/none",
        "/"
      })
  void wantsAToken(String path) throws Exception {
    for (String header :
        new String[] {
          "",
          "Authorization: Bearer wrong\r\n",
          "Authorization: " + TOKEN.reveal() + "\r\n",
          "Authorization: Bearer \r\n",
          "Authorization: Basic YTpi\r\n"
        }) {
      assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + header))
          .startsWith("HTTP/1.1 401")
          .contains("WWW-Authenticate: Bearer")
          .contains("token missing or wrong");
    }
    assertThat(history.asked).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 200",
    "LOCALHOST:8514, 200",
    "127.0.0.1:1, 200",
    "[::1]:8514, 200",
    "logs.example.org, 200",
    "evil.example, 421",
    "localhost.evil.example, 421",
    "127.0.0.1.evil.example:8514, 421",
    "evil.example:localhost, 400",
    "[::1].evil.example, 400",
  })
  void answersOnlyToItsName(String host, int status) throws Exception {
    for (String path : new String[] {"/api/v1/status", "/metrics", "/health"}) {
      String answer =
          raw(
              "GET "
                  + path
                  + " HTTP/1.1\r\nHost: "
                  + host
                  + "\r\nAuthorization: Bearer "
                  + TOKEN.reveal()
                  + "\r\n");
      assertThat(answer).startsWith("HTTP/1.1 " + status);
    }
  }

  @Test
  void refusesARequestWithoutHost() throws Exception {
    assertThat(raw("GET /metrics HTTP/1.1\r\n")).startsWith("HTTP/1.1 4");
    assertThat(raw("GET /metrics HTTP/1.0\r\n")).doesNotStartWith("HTTP/1.1 200");
  }

  @Test
  void givesEventsAsLines() throws Exception {
    history.events = 3;
    HttpResponse<String> answer = get("/api/v1/search?q=" + encoded("host:fs* AND ディスク"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(answer.body().lines()).hasSize(3);
    assertThat(answer.body()).contains("\"message\":\"ディスク 0\"");
  }

  @Test
  void streamsLongAnswersWhole() throws Exception {
    history.events = 50_000;
    assertThat(get("/api/v1/search?limit=0").body().lines()).hasSize(50_000);
  }

  @Test
  void doesNotEndAnAnswerThatBrokeOff() {
    history.events = 50_000;
    history.failAfter = 40_000;
    assertThatThrownBy(() -> get("/api/v1/search?limit=0")).isInstanceOf(IOException.class);
  }

  @Test
  void tellsOfAFailureBeforeTheFirstLine() throws Exception {
    history.failAfter = 0;
    HttpResponse<String> answer = get("/api/v1/search");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("the disk is gone");
  }

  @ParameterizedTest
  @CsvSource({
    "search?q=a%20AND, missing at the end",
    "search?from=never, expected: a time",
    "search?limit=x, limit: x",
    "search?limit=-1, limit: -1",
    "search?format=pdf, format: pdf",
    "search?zone=Moon, zone: Moon",
    "search?lang=fr, lang: fr",
    "alerts?history=x, history: x",
    "alerts?history=-1, history: -1",
    "alerts?q=x, unknown parameter: q",
    "search?after=x, after: x",
    "search/count?after=x, unknown parameter: after",
    "search/follow?from=-1h, not known to follow",
    "search/follow?position=x, position: x",
    "search/follow?wait=31, wait: 31",
    "search/top, top: missing",
    "search/top?top=event.original, top: event.original",
    "search/histogram, step: missing",
    "search/histogram?step=1ms, step: 1ms",
    "search/histogram?step=1h&by=, by: ",
    "search?query=x, unknown parameter: query",
    "metrics?step=5, step",
    "metrics?q=x, unknown parameter: q",
  })
  void saysWhatIsWrongWithAQuestion(String question, String part) throws Exception {
    HttpResponse<String> answer = get("/api/v1/" + question);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    if (!part.equals("step")) {
      assertThat(answer.body()).contains(part);
    }
  }

  @Test
  void refusesOversizedRequests() throws Exception {
    assertThat(get("/api/v1/search?q=" + "a".repeat(9000)).statusCode()).isEqualTo(400);
    assertThat(raw("GET /metrics?" + "a".repeat(40_000) + " HTTP/1.1\r\nHost: localhost\r\n"))
        .startsWith("HTTP/1.1 4");
    assertThat(raw("GET /metrics HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(20_000) + "\r\n"))
        .startsWith("HTTP/1.1 4");
  }

  @Test
  void endsAQuestionWhoseClientIsGone() throws Exception {
    history.endless = true;
    try (Socket socket = new Socket("127.0.0.1", address.port())) {
      socket
          .getOutputStream()
          .write(
              ("GET /api/v1/search HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                      + TOKEN.reveal()
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.UTF_8));
      assertThat(history.begun.await(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(history.ended.await(20, TimeUnit.SECONDS)).isTrue();
    history.endless = false;
    assertThat(get("/api/v1/search").statusCode()).isEqualTo(200);
  }

  @Test
  void goesOnAfterASlowAnswerOnTheSameConnection() throws Exception {
    history.untilAsked = Duration.ofMillis(500);
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < 3; i++) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create("http://" + address + "/api/v1/search"))
                .header("Authorization", "Bearer " + TOKEN.reveal())
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
            .isEqualTo(200);
      }
    }
  }

  @Test
  void reportsItsState() throws Exception {
    assertThat(get("/api/v1/status").body())
        .isEqualTo(
            """
            {"running":true,"version":"1.2.3","started":"2026-11-23T00:59:00Z","uptime_seconds":60,\
            "listeners":{"syslog-udp":"127.0.0.1:5514"},"journal.durable_position":11,\
            "history.position":9,"lag_records":2,"events":8,"samples":4,\
            "last_received":"1970-01-01T00:00:00.000005Z","received":{"syslog-udp":3},\
            "udp_kernel_drops":null,"sources":[],"problems":[]}
            """);
  }

  @Test
  void metricsAndHealthAreOpenOnLoopback() throws Exception {
    String metrics = raw("GET /metrics HTTP/1.1\r\nHost: localhost\r\n");
    assertThat(metrics)
        .startsWith("HTTP/1.1 200")
        .contains("application/openmetrics-text")
        .contains("hinomi_received_total{transport=\"syslog-udp\"} 3.0")
        .contains("# EOF");
    for (String accept : List.of("text/plain", "*/*")) {
      assertThat(raw("GET /metrics HTTP/1.1\r\nHost: localhost\r\nAccept: " + accept + "\r\n"))
          .contains("text/plain; version=0.0.4");
    }
    assertThat(
            raw(
                "GET /metrics HTTP/1.1\r\nHost: localhost\r\n"
                    + "Accept: application/openmetrics-text;version=1.0.0,text/plain;q=0.5,*/*;q=0.1\r\n"))
        .contains("application/openmetrics-text")
        .contains("# EOF");
    assertThat(raw("GET /health HTTP/1.1\r\nHost: localhost\r\n"))
        .startsWith("HTTP/1.1 200")
        .contains("\"status\":\"ok\"");
    problems = List.of(Problem.of("lag", 300_000));
    assertThat(raw("GET /health HTTP/1.1\r\nHost: localhost\r\n"))
        .startsWith("HTTP/1.1 503")
        .contains("300000 records wait for the history");
  }

  @Test
  void runFileIsItsOwnersAlone(@TempDir Path dir) throws Exception {
    Secret token = RunFile.newToken(new SecureRandom());
    assertThat(token.reveal())
        .hasSize(64)
        .isNotEqualTo(RunFile.newToken(new SecureRandom()).reveal());
    RunFile run = new RunFile("http://127.0.0.1:8514", token, 77);
    run.write(dir);
    run.write(dir);
    assertThat(RunFile.read(dir)).hasValue(run);
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("run.json"))))
        .isEqualTo("rw-------");
    assertThat(run.toString()).doesNotContain(token.reveal());
    new RunFile("http://127.0.0.1:8514", new Secret("other"), 77).remove(dir);
    assertThat(RunFile.read(dir)).isPresent();
    run.remove(dir);
    assertThat(RunFile.read(dir)).isEmpty();
    Files.writeString(dir.resolve("run.json"), "{\"url\":");
    assertThatThrownBy(() -> RunFile.read(dir)).hasMessageContaining("cannot be read");
  }

  private HttpResponse<String> get(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://" + address + path))
              .header("Authorization", "bearer " + TOKEN.reveal())
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  /** Sends a head as it is and then nothing more, so that the server closes after its answer. */
  private String raw(String head) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", address.port())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** A history that makes up events, and fails when told to. */
  static final class FakeHistory implements History {
    private int events;
    private int failAfter = Integer.MAX_VALUE;
    private volatile int asked;
    private volatile boolean endless;
    private volatile Duration untilAsked = Duration.ZERO;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);

    @Override
    public void events(EventQuery query, Sink<StoredEvent> sink) throws IOException {
      asked++;
      begun.countDown();
      try {
        if (endless) {
          never.await();
        }
        assertThat(never.await(untilAsked.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
      } catch (InterruptedException e) {
        ended.countDown();
        throw new IOException("interrupted", e);
      }
      for (int i = 0; i <= events; i++) {
        if (i == failAfter) {
          throw new IOException("the disk is gone");
        }
        if (i < events) {
          Map<String, Object> fields = new LinkedHashMap<>();
          fields.put("message", "ディスク " + i);
          sink.accept(new StoredEvent(fields, RawMessage.wrap(new byte[] {'x'})));
        }
      }
    }

    @Override
    public void recorded(Condition condition, Positions positions, Sink<StoredEvent> sink) {
      asked++;
    }

    @Override
    public long awaitEvent(long position, Duration patience) {
      return 10;
    }

    @Override
    public void aggregate(AggregateQuery query, Sink<EventGroup> sink) {
      asked++;
    }

    @Override
    public void sql(String statement, int limit, TableSink sink) {
      asked++;
    }

    @Override
    public void metrics(MetricQuery query, Sink<StoredSample> sink) {
      asked++;
    }

    @Override
    public OptionalLong samplesFrom() {
      return OptionalLong.empty();
    }

    @Override
    public Inquiry inquire() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> regexProblem(String expression) {
      return Optional.empty();
    }

    @Override
    public HistoryStatus status() {
      asked++;
      return new HistoryStatus(10, 8, 4, OptionalLong.of(5));
    }
  }
}
