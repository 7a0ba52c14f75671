package org.hinomi.collector.notify.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hinomi.collector.alert.AlertFixtures;
import org.hinomi.collector.notify.Delivery;
import org.hinomi.collector.notify.GroupFixtures;
import org.hinomi.collector.notify.GroupMessage;
import org.hinomi.collector.notify.GroupMessage.Counts;
import org.hinomi.collector.notify.GroupMessage.Reason;
import org.hinomi.collector.notify.Heartbeats;
import org.hinomi.collector.notify.route.Recipient;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The notifier and an HTTP receiver. */
class WebhookNotifierTest {
  private static final Instant NOW = AlertFixtures.START.plusSeconds(400);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final HttpServer server = start();
  private int answer = 200;
  private Duration timeout = Duration.ofSeconds(10);

  private record Received(byte[] body, String timestamp, String signature) {
    JsonNode json() {
      return JSON.readTree(body);
    }
  }

  private HttpServer start() {
    try {
      HttpServer made =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      made.createContext(
          "/",
          exchange -> {
            received.add(
                new Received(
                    exchange.getRequestBody().readAllBytes(),
                    String.valueOf(exchange.getRequestHeaders().getFirst(Signature.TIMESTAMP)),
                    String.valueOf(exchange.getRequestHeaders().getFirst(Signature.HEADER))));
            byte[] said = "because\nof that".getBytes(UTF_8);
            exchange.sendResponseHeaders(answer, said.length);
            exchange.getResponseBody().write(said);
            exchange.close();
          });
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void listen() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void postsOurOwnFormSigned() throws Exception {
    Secret key = new Secret("s3cret");
    assertThat(deliver(Optional.empty(), Optional.of(key), GroupFixtures.LINK))
        .isEqualTo(new Delivery.Delivered());
    Received got = received.getFirst();
    assertThat(got.json().path("title").stringValue())
        .isEqualTo("[CRITICAL] 2 alerts: fs01 filesystem-full");
    assertThat(
            got.json().path("alerts").get(1).path("labels").path(AlertFixtures.MOUNT).stringValue())
        .isEqualTo("/home");
    assertThat(got.json().path("raised").intValue()).isEqualTo(2);
    assertThat(got.json().path("acknowledge").stringValue()).isEqualTo(GroupFixtures.LINK);
    assertThat(got.timestamp()).isEqualTo(Long.toString(NOW.getEpochSecond()));
    assertThat(got.signature())
        .isEqualTo(Signature.of(key, NOW, got.body()))
        .isNotEqualTo(Signature.of(new Secret("other"), NOW, got.body()))
        .isNotEqualTo(Signature.of(key, NOW.plusSeconds(1), got.body()));
  }

  /** RFC 4231 has no case of ours; this is what {@code openssl dgst -sha256 -hmac key} says. */
  @Test
  void theSignatureIsWhatOthersCompute() {
    assertThat(Signature.of(new Secret("key"), Instant.ofEpochSecond(1), "{}".getBytes(UTF_8)))
        .isEqualTo("v1=" + EXPECTED);
  }

  private static final String EXPECTED =
      "1ba6b8171186efc613e8bcc0cbdab2748f24984d7c5a84faa2637afa0e40d224";

  @Test
  void theTemplatesThatShipAreRightAndFill() throws Exception {
    Path shipped = GroupFixtures.checkout().resolve("conf/templates");
    try (var files = Files.list(shipped)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        Template.Reading reading = Template.read(file);
        assertThat(reading.problems()).as(file.toString()).isEmpty();
        for (Reason reason : Reason.values()) {
          received.clear();
          assertThat(deliver(reading.template(), Optional.empty(), reason))
              .isEqualTo(new Delivery.Delivered());
          assertThat(new String(received.getFirst().body(), UTF_8)).doesNotContain("{{");
        }
      }
    }
  }

  @Test
  void pagerDutyGetsTriggerAndResolveUnderOneKey() throws Exception {
    Optional<Template> template =
        Template.read(GroupFixtures.checkout().resolve("conf/templates/pagerduty.json")).template();
    deliver(template, Optional.empty(), Reason.FIRST);
    deliver(template, Optional.empty(), Reason.RESOLVED);
    JsonNode first = received.get(0).json();
    JsonNode last = received.get(1).json();
    assertThat(first.path("event_action").stringValue()).isEqualTo("trigger");
    assertThat(last.path("event_action").stringValue()).isEqualTo("resolve");
    assertThat(first.path("dedup_key")).isEqualTo(last.path("dedup_key"));
    assertThat(first.path("routing_key").stringValue()).isEqualTo("R0UT1NG");
    assertThat(first.path("payload").path("severity").stringValue()).isEqualTo("critical");
  }

  @Test
  void aBadTemplateIsNamedWithItsLine() throws Exception {
    Path file = folder.resolve("t.json");
    Files.writeString(file, "{\n \"text\": \"{{title}}\",\n \"more\": \"{{titel}}\"\n}\n");
    assertThat(Template.read(file).problems())
        .singleElement()
        .asString()
        .startsWith(file + ":3: {{titel}} (expected one of acknowledge, at, ");
    Files.writeString(file, "{\n \"text\": oops\n}\n");
    assertThat(Template.read(file).problems()).singleElement().asString().startsWith(file + ":2: ");
    assertThat(Template.read(folder.resolve("none.json")).problems())
        .singleElement()
        .asString()
        .contains("cannot be read");
  }

  @Test
  void whatNoRepetitionHelpsIsGivenUpAndTheRestTriedAgain() throws Exception {
    answer = 422;
    assertThat(deliver(Optional.empty(), Optional.empty(), Reason.FIRST))
        .isEqualTo(
            new Delivery.Rejected(
                "127.0.0.1:" + server.getAddress().getPort() + " answered 422: because of that"));
    for (int later : new int[] {401, 404, 408, 429, 500, 503, 302}) {
      answer = later;
      assertThat(deliver(Optional.empty(), Optional.empty(), Reason.FIRST))
          .isInstanceOf(Delivery.RetryAfter.class);
    }
    server.stop(0);
    assertThat(deliver(Optional.empty(), Optional.empty(), Reason.FIRST))
        .isInstanceOfSatisfying(
            Delivery.RetryAfter.class, retry -> assertThat(retry.reason()).doesNotContain("T0KEN"));
  }

  @Test
  void whereNobodyAnswersIsSaid() throws Exception {
    int port = server.getAddress().getPort();
    server.stop(0);
    assertThat(deliver(Optional.empty(), Optional.empty(), Reason.FIRST))
        .isEqualTo(new Delivery.RetryAfter("127.0.0.1:" + port + ": nobody answers"));
  }

  @Test
  @Timeout(5)
  void anAnswerThatNeverEndsHoldsUpNobody() throws Exception {
    timeout = Duration.ofMillis(300);
    CompletableFuture<Void> over = new CompletableFuture<>();
    server.removeContext("/");
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(answer, 100);
          exchange.getResponseBody().flush();
          over.join();
          exchange.close();
        });
    assertThat(deliver(Optional.empty(), Optional.empty(), Reason.FIRST))
        .isEqualTo(new Delivery.Delivered());
    over.complete(null);
  }

  @Test
  void tellsThatWeAreAlive() throws Exception {
    try (WebhookNotifier notifier = notifier(Optional.empty(), Optional.empty())) {
      assertThat(notifier.tell(Heartbeats.of("col01", NOW))).isEqualTo(new Delivery.Delivered());
    }
    assertThat(received.getFirst().json().path("kind").stringValue()).isEqualTo("heartbeat");
    assertThat(received.getFirst().json().path("text").stringValue()).contains("col01");
  }

  private Delivery deliver(Optional<Template> template, Optional<Secret> signing, Reason reason)
      throws IOException {
    Counts counts = reason == Reason.RESOLVED ? new Counts(0, 0, 2) : new Counts(2, 0, 0);
    try (WebhookNotifier notifier = notifier(template, signing)) {
      return notifier.deliver(
          GroupFixtures.message(reason, counts, Recipient.of("hook"), GroupFixtures.LINK));
    }
  }

  private Delivery deliver(Optional<Template> template, Optional<Secret> signing, String link)
      throws IOException {
    GroupMessage message = GroupFixtures.two(Recipient.of("hook"), link);
    try (WebhookNotifier notifier = notifier(template, signing)) {
      return notifier.deliver(message);
    }
  }

  private WebhookNotifier notifier(Optional<Template> template, Optional<Secret> signing)
      throws IOException {
    return new WebhookNotifier(
        new WebhookSettings(
            "hook",
            new Secret("http://127.0.0.1:" + server.getAddress().getPort() + "/T0KEN"),
            Optional.empty(),
            Optional.of(new Secret("R0UT1NG")),
            signing,
            Optional.empty(),
            Language.EN,
            ZoneOffset.UTC,
            timeout),
        template,
        InstantSource.fixed(NOW));
  }
}
