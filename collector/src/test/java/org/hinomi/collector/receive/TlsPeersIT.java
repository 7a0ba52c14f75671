package org.hinomi.collector.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.hinomi.collector.receive.relp.RelpAccess;
import org.hinomi.core.relp.Failover;
import org.hinomi.core.relp.RelpClient;
import org.hinomi.core.relp.RelpSettings;
import org.hinomi.core.relp.TlsConnector;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.tls.TlsContexts.ClientCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS with openssl and with rsyslog on either of its TLS libraries, in both directions. */
@Timeout(180)
class TlsPeersIT {
  private static final int MESSAGES = 300;

  @TempDir Path dir;
  private TestPki pki;

  @BeforeEach
  void certificates() throws Exception {
    pki = new TestPki(dir.resolve("pki")).server("collector").sender("fw01", false);
  }

  private TlsGate gate(ClientCertificate clients) throws Exception {
    var context = pki.context("collector");
    return new TlsGate(() -> context, clients, List.of(), certificate -> false);
  }

  /** GnuTLS wants the public key inside the private one; Java leaves it out, as RFC 5915 allows. */
  private Path keyForPeers(String name) throws Exception {
    Path key = dir.resolve(name + "-sec1.pem");
    String openssl = Peers.program("openssl", "openssl");
    Peers.run(openssl, "ec", "-in", pki.key(name).toString(), "-out", key.toString());
    return key;
  }

  private TlsReception reception() throws Exception {
    return new TlsReception(
        dir.resolve("data"),
        StreamLimits.DEFAULT,
        gate(ClientCertificate.OPTIONAL),
        gate(ClientCertificate.REQUIRED),
        new RelpAccess(true, null));
  }

  private void openssl(int port, String version, String input, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Peers.program("openssl", "openssl"),
                "s_client",
                "-connect",
                "127.0.0.1:" + port,
                "-CAfile",
                pki.ca().toString(),
                "-verify_return_error",
                "-quiet",
                "-no_ign_eof",
                version));
    command.addAll(List.of(more));
    Process process = Peers.start(dir.resolve("openssl.log"), Map.of(), command);
    try (OutputStream out = process.getOutputStream()) {
      out.write((input.length() + " " + input).getBytes(StandardCharsets.UTF_8));
    }
    process.waitFor(20, TimeUnit.SECONDS);
    process.destroyForcibly();
  }

  @Test
  void opensslWithAndWithoutACertificate() throws Exception {
    try (TlsReception reception = reception()) {
      int port = reception.syslog.address().getPort();
      openssl(port, "-tls1_3", "<13>1 - h a - - - no proof 1");
      openssl(port, "-tls1_2", "<13>1 - h a - - - no proof 2");
      openssl(
          port,
          "-tls1_3",
          "<13>1 - h a - - - proved 3",
          "-cert",
          pki.certificate("fw01").toString(),
          "-key",
          pki.key("fw01").toString());
      openssl(port, "-tls1_1", "<13>1 - h a - - - too old 4");
      assertThat(reception.await(3))
          .as("openssl said: %s", Files.readString(dir.resolve("openssl.log")))
          .containsExactly(
              "syslog-tls|-|<13>1 - h a - - - no proof 1",
              "syslog-tls|-|<13>1 - h a - - - no proof 2",
              "syslog-tls|fw01|<13>1 - h a - - - proved 3");
    }
  }

  @ParameterizedTest
  @CsvSource({"gtls, gnutls", "ossl, openssl"})
  void rsyslogSendsOverBoth(String driver, String library) throws Exception {
    String rsyslogd = Peers.program("rsyslogd", "rsyslog");
    Peers.rsyslogModule("omrelp", "rsyslog-relp");
    Peers.rsyslogModule("lmnsd_" + driver, "rsyslog-" + library);
    Path input = dir.resolve("input.log");
    List<String> lines =
        IntStream.range(0, MESSAGES).mapToObj(i -> "line " + i + " " + "z".repeat(i % 97)).toList();
    Files.write(input, lines);
    try (TlsReception reception = reception()) {
      Path config = dir.resolve("rsyslog.conf");
      Files.writeString(
          config,
          """
          global(workDirectory="%1$s" maxMessageSize="16k" defaultNetstreamDriver="%2$s"
            defaultNetstreamDriverCAFile="%4$s" defaultNetstreamDriverCertFile="%5$s"
            defaultNetstreamDriverKeyFile="%6$s")
          module(load="imfile" mode="polling" pollingInterval="1")
          module(load="omrelp" tls.tlslib="%3$s")
          template(name="whole" type="string" string="<13>1 2026-11-23T00:00:00Z fw01 a - - - %%msg%%")
          input(type="imfile" file="%7$s" tag="it" ruleset="out")
          ruleset(name="out") {
            action(type="omfwd" target="127.0.0.1" port="%8$d" protocol="tcp" TCP_Framing="octet-counted"
              template="whole" StreamDriver="%2$s" StreamDriverMode="1" StreamDriverAuthMode="x509/certvalid")
            action(type="omrelp" target="127.0.0.1" port="%9$d" template="whole" tls="on"
              tls.cacert="%4$s" tls.mycert="%5$s" tls.myprivkey="%6$s" tls.authmode="certvalid")
          }
          """
              .formatted(
                  dir,
                  driver,
                  library,
                  pki.ca(),
                  pki.certificate("fw01"),
                  keyForPeers("fw01"),
                  input,
                  reception.syslog.address().getPort(),
                  reception.relp.address().getPort()));
      Process process = rsyslogd(rsyslogd, config);
      try {
        List<String> records = reception.await(2 * MESSAGES);
        for (String transport : List.of("syslog-tls", "relp")) {
          assertThat(records.stream().filter(r -> r.startsWith(transport)))
              .as("rsyslogd said: %s", Files.readString(dir.resolve("rsyslog.out")))
              .containsExactlyElementsOf(
                  lines.stream()
                      .map(l -> transport + "|fw01|<13>1 2026-11-23T00:00:00Z fw01 a - - - " + l)
                      .toList());
        }
      } finally {
        end(process);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"gnutls", "openssl"})
  void ourClientSendsToRsyslog(String library) throws Exception {
    String rsyslogd = Peers.program("rsyslogd", "rsyslog");
    Peers.rsyslogModule("imrelp", "rsyslog-relp");
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path config = dir.resolve("rsyslog.conf");
    Files.writeString(
        config,
        """
        global(workDirectory="%1$s" maxMessageSize="64k")
        module(load="imrelp" tls.tlslib="%2$s")
        input(type="imrelp" port="%3$d" address="127.0.0.1" maxDataSize="64k" tls="on"
          tls.cacert="%4$s" tls.mycert="%5$s" tls.myprivkey="%6$s" tls.authmode="certvalid")
        template(name="raw" type="string" string="%%rawmsg%%\\n")
        *.* action(type="omfile" file="%1$s/received" template="raw" flushInterval="1")
        """
            .formatted(
                dir,
                library,
                port,
                pki.ca(),
                pki.certificate("collector"),
                keyForPeers("collector")));
    Process process = rsyslogd(rsyslogd, config);
    try {
      var context = pki.context("fw01");
      RelpSettings settings = RelpSettings.defaults();
      Failover server =
          new Failover(
              List.of(new HostPort("127.0.0.1", port)),
              new TlsConnector(() -> context, true, settings),
              System::nanoTime);
      try (RelpClient client =
          RelpClient.of(server, settings, new Random(1), Integer.class, done -> {})) {
        for (int i = 0; i < MESSAGES; i++) {
          client.send(("<13>1 - web01 a - - - line " + i).getBytes(StandardCharsets.UTF_8), i);
        }
        assertThat(client.awaitAcknowledged(Duration.ofSeconds(30)))
            .as("%s; rsyslogd: %s", client.status(), Files.readString(dir.resolve("rsyslog.out")))
            .isTrue();
      }
    } finally {
      end(process);
    }
    assertThat(Files.readAllLines(dir.resolve("received")))
        .hasSize(MESSAGES)
        .last()
        .isEqualTo("<13>1 - web01 a - - - line " + (MESSAGES - 1));
  }

  private Process rsyslogd(String program, Path config) throws Exception {
    return Peers.start(
        dir.resolve("rsyslog.out"),
        Map.of(),
        List.of(program, "-n", "-f", config.toString(), "-i", dir.resolve("pid").toString()));
  }

  private static void end(Process process) throws Exception {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
