package org.hinomi.collector.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hinomi.collector.app.Typed.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.SSLContext;
import org.hinomi.collector.app.Typed.Said;
import org.hinomi.core.lifecycle.Stops;
import org.hinomi.core.relp.Failover;
import org.hinomi.core.relp.Failover.Opener;
import org.hinomi.core.relp.PlainConnector;
import org.hinomi.core.relp.RelpClient;
import org.hinomi.core.relp.RelpQuestion;
import org.hinomi.core.relp.RelpSettings;
import org.hinomi.core.relp.TlsConnector;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.SettingsLoader;
import org.hinomi.core.tls.CertificateRequest;
import org.hinomi.core.tls.EnrolmentToken;
import org.hinomi.core.tls.Fingerprint;
import org.hinomi.core.tls.Pem;
import org.hinomi.core.tls.ReloadingTls;
import org.hinomi.core.tls.TlsContexts;
import org.hinomi.core.tls.TlsFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a token to records in the history, and out again; with the commands as they are typed. */
@Timeout(120)
class EnrolIT {
  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final RelpSettings RELP = RelpSettings.defaults();

  @TempDir Path dir;
  private final Stops stops = new Stops();
  private CollectorProgram collector;

  @BeforeEach
  void start() throws Exception {
    Path file = dir.resolve("collector.yaml");
    Files.writeString(
        file,
        """
        data: data
        listen:
          relp: 127.0.0.1:0
          relp-tls: 127.0.0.1:0
          syslog-tls: 127.0.0.1:0
          console: 127.0.0.1:0
        """);
    collector =
        CollectorProgram.start(
            new SettingsLoader(Map.of()).load(file, List.of(), CollectorSettings::read), stops);
  }

  @AfterEach
  void stop() {
    stops.close();
  }

  private Said hinomi(String... arguments) {
    return Typed.hinomi(dir.resolve("data"), arguments);
  }

  private HostPort at(String listener) {
    return HostPort.parse(String.valueOf(collector.addresses().get(listener)));
  }

  private EnrolmentToken token(String... more) {
    String[] arguments = new String[2 + more.length];
    arguments[0] = "enroll";
    arguments[1] = "token";
    System.arraycopy(more, 0, arguments, 2, more.length);
    Said said = hinomi(arguments);
    assertThat(said.code()).as(said.err()).isZero();
    return EnrolmentToken.parse(said.out());
  }

  /** As the agent does it: the certificate and its key go into one file. */
  private Path enrol(EnrolmentToken token, String host) throws Exception {
    SSLContext pinned = TlsContexts.pinnedTo(token.authority());
    CertificateRequest.NewKey key = CertificateRequest.newKey(host);
    String request = Base64.getUrlEncoder().encodeToString(key.request());
    try (Socket socket = new TlsConnector(() -> pinned, false, RELP).open(token.collector())) {
      String chain =
          RelpQuestion.ask(
              socket,
              "enroll",
              "token="
                  + token.secretText()
                  + "\nhost="
                  + host
                  + "\nagent="
                  + ID
                  + "\nrequest="
                  + request);
      return Files.writeString(dir.resolve(host + ".pem"), Pem.text(key.key()) + chain);
    }
  }

  private Opener connector(Path certificate) throws IOException {
    ReloadingTls tls =
        new ReloadingTls(
            new TlsFiles(certificate, certificate, List.of(dir.resolve("data/ca/ca.pem"))),
            System::nanoTime);
    return new TlsConnector(tls::context, false, RELP);
  }

  private static String frame(String host, int sequence) {
    return "<13>1 2026-11-23T00:00:00Z "
        + host
        + " app - EVENT [hinomi@32473 agent=\""
        + ID
        + "\" inc=\"1\" seq=\""
        + sequence
        + "\" source=\"s\" kind=\"line\"] needle "
        + sequence;
  }

  private static void send(HostPort server, Opener opener, String... messages) throws Exception {
    try (RelpClient client =
        RelpClient.of(
            new Failover(List.of(server), opener, System::nanoTime),
            RELP,
            new Random(1),
            String.class,
            done -> {})) {
      for (String message : messages) {
        client.send(message.getBytes(UTF_8), message);
      }
      assertThat(client.awaitAcknowledged(Duration.ofSeconds(30)))
          .as("%s", client.status())
          .isTrue();
    }
  }

  private String search(String query) {
    return hinomi("search", "--from", "2026-11-01", "--format", "json", query).out();
  }

  @Test
  void anEnrolledAgentWritesInItsOwnNameAndIsMarkedSo() throws Exception {
    EnrolmentToken token = token();
    assertThat(token.collector()).isEqualTo(at("relp-tls"));
    Path certificate = enrol(token, "web01");
    assertThatThrownBy(() -> enrol(token, "web02"))
        .hasMessageContaining("was used")
        .hasMessageContaining("hinomi enroll token");
    await(
        "who was let in",
        () ->
            search("event.provider:hinomi AND event.action:enroll.issue")
                .contains("\"hinomi.audit.host\":\"web01\""));

    send(at("relp-tls"), connector(certificate), frame("web01", 1), frame("db01", 2));
    send(at("relp"), new PlainConnector(RELP), "<13>1 2026-11-23T00:00:00Z db01 a - - - needle 3");
    await("three records", () -> search("needle").lines().count() == 3);

    assertThat(search("needle AND source.authentication:certificate").lines())
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(line)
                    .contains("\"host.name\":\"web01\"", "\"source.identity\":\"web01\""));
    assertThat(search("needle AND source.claimed_host:db01").lines())
        .singleElement()
        .asString()
        .contains("needle 2");
    assertThat(search("needle AND host:db01").lines())
        .singleElement()
        .asString()
        .contains("needle 3", "\"source.authentication\":\"none\"");
    assertThat(search("needle AND source.authentication:none").lines()).hasSize(1);
    assertThat(search("needle AND NOT source.authentication:none").lines()).hasSize(2);
    assertThat(
            hinomi("search", "--from", "2026-11-01", "--top", "source.authentication", "needle")
                .out())
        .contains("certificate", "none");
  }

  @Test
  void whoIsRevokedIsOut() throws Exception {
    Path certificate = enrol(token(), "web01");
    Opener connector = connector(certificate);
    send(at("relp-tls"), connector, frame("web01", 1));
    assertThat(hinomi("enroll", "list").out()).contains("web01", "in force", ID);

    Socket open = connector.open(at("relp-tls"));
    assertThat(hinomi("enroll", "revoke", "web01").out()).startsWith("Revoked: web01");
    assertThat(open.getInputStream().read()).as("its connection is closed").isEqualTo(-1);
    open.close();
    assertThatThrownBy(
            () -> {
              try (Socket socket = connector.open(at("relp-tls"))) {
                RelpQuestion.ask(socket, "renew", "");
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageContaining("may not take our certificate");
    assertThat(hinomi("enroll", "list").out()).contains("revoked");
    assertThat(hinomi("enroll", "revoke", "web01").code()).isEqualTo(1);
    enrol(token(), "web01");
  }

  @Test
  void aTokenOfAnotherCollectorShowsNothingToThisOne() throws Exception {
    EnrolmentToken token = token("--host", "web01", "--address", "127.0.0.1:9");
    assertThat(token.collector()).isEqualTo(new HostPort("127.0.0.1", 9));
    byte[] other = token.authority().bytes();
    other[0] ^= 1;
    EnrolmentToken wrong =
        new EnrolmentToken(at("relp-tls"), Fingerprint.of(other), token.secret());
    assertThatThrownBy(() -> enrol(wrong, "web01")).hasMessageContaining("other fingerprints");
    enrol(new EnrolmentToken(at("relp-tls"), token.authority(), token.secret()), "web01");
  }

  @Test
  void wrongArgumentsAreToldApart() {
    assertThat(hinomi("enroll").code()).isEqualTo(2);
    assertThat(hinomi("enroll", "token", "--minutes", "0").code()).isEqualTo(2);
    assertThat(hinomi("enroll", "token", "--host", "*").err()).contains("--host: *");
    assertThat(hinomi("enroll", "token", "--data", "nowhere").err()).contains("nowhere");
    assertThat(Files.exists(Path.of("nowhere"))).isFalse();
  }
}
