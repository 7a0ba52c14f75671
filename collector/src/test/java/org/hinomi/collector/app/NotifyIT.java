package org.hinomi.collector.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import jakarta.mail.internet.MimeMessage;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.notify.Waiting;
import org.hinomi.collector.notify.mail.Mails;
import org.hinomi.core.lifecycle.Stops;
import org.hinomi.core.settings.SettingsLoader;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A collector, a mail server, a person: from a line of syslog to somebody who sees to it. */
class NotifyIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern LINK = Pattern.compile("http://localhost:1(/ack\\?t=\\S+)");

  @TempDir private Path folder;
  private final GreenMail mail =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void start() {
    mail.start();
  }

  @AfterEach
  void stop() {
    mail.stop();
    http.close();
  }

  private String search(String query) {
    return Typed.hinomi(folder.resolve("data"), "search", query).out();
  }

  @Test
  void whoIsOnDutyIsToldAndAcknowledgesWithTheButtonNotWithTheLink() throws Exception {
    try (Stops stops = new Stops()) {
      CollectorProgram program = CollectorProgram.start(settings(), stops);
      AlertReader alerts = new AlertReader(folder.resolve("data/state"));
      send(program, "db01", "the backup failed");
      Waiting.until(PATIENCE, "the mail", () -> mail.getReceivedMessages().length == 1);
      MimeMessage first = mail.getReceivedMessages()[0];
      assertThat(first.getAllRecipients())
          .extracting(Object::toString)
          .containsExactly("sato@example.net");
      assertThat(first.getSubject()).isEqualTo("[重大] db01: Backup failed, 1 回");
      assertThat(Mails.text(first)).contains("対応を引き受ける");
      Matcher link = LINK.matcher(Mails.text(first));
      assertThat(link.find()).isTrue();
      String url = "http://" + program.addresses().get("console") + link.group(1);

      HttpResponse<String> page = get(url);
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body())
          .contains("<form method=\"post\" action=\"?lang=ja\"", "sato", "対応を引き受ける")
          .doesNotContain("引き受けています");
      assertThat(alerts.current()).first().extracting(AlertReader.Alert::acknowledged).isNull();

      String token = url.replaceAll(".*t=([^&]+).*", "$1");
      int within = token.length() - 10;
      String forged =
          token.substring(0, within)
              + (token.charAt(within) == 'A' ? 'B' : 'A')
              + token.substring(within + 1);
      assertThat(post(program, "text", "t=" + forged))
          .extracting(HttpResponse::statusCode)
          .isEqualTo(403);
      assertThat(alerts.current()).first().extracting(AlertReader.Alert::acknowledged).isNull();

      HttpResponse<String> done =
          post(
              program, "application/x-www-form-urlencoded", "t=" + URLEncoder.encode(token, UTF_8));
      assertThat(done.statusCode()).isEqualTo(200);
      assertThat(alerts.current())
          .first()
          .satisfies(
              alert -> {
                assertThat(alert.state()).isEqualTo(AlertReader.State.ACKNOWLEDGED);
                assertThat(requireNonNull(alert.acknowledged()).act().by()).isEqualTo("sato");
              });

      Waiting.until(
          PATIENCE,
          "it is in the audit trail",
          () ->
              search("event.action:alert.ack AND user.name:sato")
                  .contains("alert.ack: done by sato (link, from 127.0.0.1)"));

      assertThat(get(url).body())
          .as("who opens it later sees that nobody else need get up")
          .contains("sato さんが、継続中の 1 件のうち 1 件への対応を", "+09:00 から", "以後の担当者はあなた");

      HttpResponse<String> again =
          post(program, "application/json", "{\"token\":\"" + token + "\",\"by\":\"bot\"}");
      assertThat(again.body()).isEqualTo("{\"result\":\"acknowledged\"}");
      send(program, "db03", "sent after the second press");
      Waiting.until(
          PATIENCE,
          "what was sent later is in the history",
          () -> search("host:db03").contains("sent after the second press"));
      assertThat(search("event.action:alert.ack").lines())
          .as("who presses again changes nothing")
          .filteredOn(line -> line.contains("alert.ack: done by"))
          .hasSize(1);
      assertThat(
              get("http://" + program.addresses().get("console") + "/api/v1/alerts").statusCode())
          .as("the page opens nothing else")
          .isEqualTo(401);
    }
  }

  /** A program is told by a webhook and replies to it; another by a button in a chat. */
  @Test
  void aReplyToAWebhookAcknowledges() throws Exception {
    BlockingQueue<JsonNode> told = new LinkedBlockingQueue<>();
    HttpServer receiver = receiver(told);
    try (Stops stops = new Stops()) {
      CollectorSettings unused = settings();
      Path config = folder.resolve("collector.yaml");
      Files.writeString(
          config,
          Files.readString(config)
              .replace(
                  "http://127.0.0.1:1/x", "http://127.0.0.1:" + receiver.getAddress().getPort())
              .replace("  routing: notify.yaml\n", "")
              .replaceFirst("(?m)^  mail:\n.*\n", ""));
      CollectorSettings settings =
          new SettingsLoader(Map.of()).load(config, List.of(), CollectorSettings::read);
      CollectorProgram program = CollectorProgram.start(settings, stops);
      AlertReader alerts = new AlertReader(folder.resolve("data/state"));
      send(program, "db01", "the backup failed");
      JsonNode message = requireNonNull(told.poll(60, TimeUnit.SECONDS));
      assertThat(message.path("reply").asString()).isEqualTo("http://localhost:1/ack");
      String token = message.path("token").asString();
      assertThat(post(program, "application/json", "{\"token\":\"" + token + "\"}").statusCode())
          .as("a program says who")
          .isEqualTo(400);
      HttpResponse<String> done =
          post(program, "application/json", "{\"token\":\"" + token + "\",\"by\":\"bot\"}");
      assertThat(done.body()).isEqualTo("{\"result\":\"acknowledged\"}");
      assertThat(alerts.current())
          .first()
          .satisfies(
              alert ->
                  assertThat(requireNonNull(alert.acknowledged()).act().by()).isEqualTo("bot"));

      send(program, "db02", "the backup failed");
      String other = requireNonNull(told.poll(60, TimeUnit.SECONDS)).path("token").asString();
      String payload =
          "{\"type\":\"block_actions\",\"user\":{\"id\":\"U1\",\"username\":\"suzuki\"},"
              + "\"actions\":[{\"action_id\":\"ack\",\"value\":\""
              + other
              + "\"}]}";
      assertThat(
              post(
                      program,
                      "application/x-www-form-urlencoded",
                      "payload=" + URLEncoder.encode(payload, UTF_8))
                  .body())
          .isEqualTo("{\"result\":\"acknowledged\"}");
      assertThat(alerts.current())
          .filteredOn(alert -> alert.acknowledged() != null)
          .extracting(alert -> requireNonNull(alert.acknowledged()).act().by())
          .containsExactlyInAnyOrder("bot", "suzuki");
    } finally {
      receiver.stop(0);
    }
  }

  /** Whoever hears nothing any more knows that the collector is dead. */
  @Test
  void aHeartbeatGoesOutAsLongAsTheCollectorRuns() throws Exception {
    BlockingQueue<JsonNode> told = new LinkedBlockingQueue<>();
    HttpServer receiver = receiver(told);
    try (DatagramSocket siem = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        DatagramSocket nms = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      siem.setSoTimeout(60_000);
      nms.setSoTimeout(60_000);
      Path config =
          Files.writeString(
              folder.resolve("heartbeat.yaml"),
              """
              data: data
              listen: {syslog-tcp: 127.0.0.1:0}
              notify:
                heartbeat: {every: 1s, to: [chat, siem, nms]}
                webhook:
                  - {name: chat, url: "http://127.0.0.1:CHAT/x"}
                syslog:
                  - {name: siem, to: "127.0.0.1:SIEM", protocol: udp}
                trap:
                  - {name: nms, to: "127.0.0.1:NMS", community: public, inform: false}
              """
                  .replace("CHAT", Integer.toString(receiver.getAddress().getPort()))
                  .replace("SIEM", Integer.toString(siem.getLocalPort()))
                  .replace("NMS", Integer.toString(nms.getLocalPort())));
      try (Stops stops = new Stops()) {
        CollectorProgram unused =
            CollectorProgram.start(
                new SettingsLoader(Map.of()).load(config, List.of(), CollectorSettings::read),
                stops);
        for (int i = 0; i < 3; i++) {
          assertThat(requireNonNull(told.poll(60, TimeUnit.SECONDS)).path("kind").asString())
              .isEqualTo("heartbeat");
        }
        assertThat(received(siem)).contains(" HEARTBEAT ");
        assertThat(received(siem)).contains(" HEARTBEAT ");
        assertThat(received(nms)).contains("public");
        assertThat(received(nms)).contains("public");
      }
      told.clear();
      assertThat(told.poll(3, TimeUnit.SECONDS)).as("nothing from one that is stopped").isNull();
    } finally {
      receiver.stop(0);
    }
  }

  private static String received(DatagramSocket socket) throws Exception {
    DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), ISO_8859_1);
  }

  private static HttpServer receiver(BlockingQueue<JsonNode> told) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            told.add(JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(204, -1);
          }
        });
    server.start();
    return server;
  }

  @Test
  void theTestOfAChannelReallySends() throws Exception {
    CollectorSettings settings = settings();
    ChannelTrial trial = new ChannelTrial(settings, Language.EN, InstantSource.system());
    assertThat(trial.send("on-call"))
        .isEqualTo(new ChannelTrial.Answer(true, List.of("on-call: sent.")));
    assertThat(mail.getReceivedMessages()).hasSize(1);
    assertThat(mail.getReceivedMessages()[0].getSubject()).contains("on-call");
    assertThat(trial.send("nobody"))
        .satisfies(answer -> assertThat(answer.well()).isFalse())
        .satisfies(answer -> assertThat(answer.lines().getFirst()).contains("on-call, chat"));
    assertThat(trial.send("chat").lines().getFirst())
        .isEqualTo("chat: not sent: 127.0.0.1:1: nobody answers");
    assertThat(trial.onCall().lines()).containsExactly("operations: sato (on-call)");
    mail.stop();
    assertThat(trial.send("on-call"))
        .satisfies(answer -> assertThat(answer.well()).isFalse())
        .satisfies(
            answer -> assertThat(answer.lines().getFirst()).startsWith("on-call: not sent: "));
  }

  /** A mistake in who is told of what silences nobody. */
  @Test
  void whatIsWrongIsSaidAndTheRestWorks() throws Exception {
    CollectorSettings settings = settings();
    Files.writeString(
        folder.resolve("notify.yaml"),
        "people: {sato: {mail: sato@example.net}}\n"
            + "teams: {operations: {people: [sato, bob]}}\n"
            + "routes: [{name: r, team: nowhere}]\n");
    assertThat(new CollectorSettingsChecker().check(folder.resolve("collector.yaml")))
        .extracting(problem -> problem.file().getFileName() + ":" + problem.line())
        .containsExactly("notify.yaml:2", "notify.yaml:3");
    assertThat(new RoutingChecker().check(folder.resolve("notify.yaml"))).hasSize(2);
    try (Stops stops = new Stops()) {
      CollectorProgram program = CollectorProgram.start(settings, stops);
      assertThat(get("http://" + program.addresses().get("console") + "/health").body())
          .contains("notify.yaml:2: teams.operations.people[1]: bob");
      send(program, "db01", "the backup failed");
      Waiting.until(PATIENCE, "the mail", () -> mail.getReceivedMessages().length == 1);
    }
  }

  private CollectorSettings settings() throws Exception {
    Files.createDirectories(folder.resolve("rules"));
    Files.writeString(
        folder.resolve("rules/backup.yml"),
        """
        title: Backup failed
        id: 7e3f0a52-7d8a-4b0e-9f0a-2f6f6d1c0001
        status: stable
        level: critical
        logsource: {product: linux}
        detection:
          words: ['backup failed']
          condition: words
        """);
    Files.writeString(
        folder.resolve("notify.yaml"),
        """
        people: {sato: {mail: sato@example.net, language: ja, zone: Asia/Tokyo}}
        rotas: {duty: {people: [sato]}}
        teams: {operations: {rotas: [duty]}}
        """);
    Path config =
        Files.writeString(
            folder.resolve("collector.yaml"),
            """
            data: data
            rules: rules
            listen: {syslog-tcp: 127.0.0.1:0, console: 127.0.0.1:0}
            notify:
              routing: notify.yaml
              acknowledge: {url: "http://localhost:1"}
              mail:
                - {name: on-call, server: "127.0.0.1:PORT", starttls: "off", from: h@example.net}
              webhook:
                - {name: chat, url: "http://127.0.0.1:1/x"}
            """
                .replace("PORT", Integer.toString(mail.getSmtp().getPort())));
    return new SettingsLoader(Map.of()).load(config, List.of(), CollectorSettings::read);
  }

  private static void send(CollectorProgram program, String host, String text) throws Exception {
    int port = Integer.parseInt(program.addresses().getOrDefault("syslog-tcp", "").split(":")[1]);
    try (Socket sender = new Socket(InetAddress.getLoopbackAddress(), port)) {
      sender
          .getOutputStream()
          .write(("<34>1 - " + host + " backup - - - " + text + "\n").getBytes(UTF_8));
    }
  }

  private HttpResponse<String> get(String url) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(CollectorProgram program, String type, String body)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://" + program.addresses().get("console") + "/ack"))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
