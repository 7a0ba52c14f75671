package org.hinomi.collector.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
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
      assertThat(page.body()).contains("<form method=\"post\" action=\"?lang=ja\"", "sato", "対応を引き受ける");
      assertThat(alerts.current()).first().extracting(AlertReader.Alert::acknowledged).isNull();

      String token = url.replaceAll(".*t=([^&]+).*", "$1");
      assertThat(post(program, "text", "t=" + token.substring(0, token.length() - 2) + "AA"))
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

      HttpResponse<String> again =
          post(program, "application/json", "{\"token\":\"" + token + "\",\"by\":\"bot\"}");
      assertThat(again.body()).isEqualTo("{\"result\":\"acknowledged\"}");
      assertThat(
              get("http://" + program.addresses().get("console") + "/api/v1/alerts").statusCode())
          .as("the page opens nothing else")
          .isEqualTo(401);
    }
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
    assertThat(trial.send("chat").lines().getFirst()).startsWith("chat: not sent: 127.0.0.1: ");
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
        people: {sato: {mail: sato@example.net, language: ja}}
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
