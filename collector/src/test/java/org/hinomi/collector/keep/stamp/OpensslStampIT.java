package org.hinomi.collector.keep.stamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** openssl checks the time stamps that we keep, and gives some that we check. */
class OpensslStampIT {
  private static final String TEXT = "hinomi-head 2026-11-28T00:00:00Z manifest 1 …";

  @TempDir Path dir;

  @BeforeEach
  void needsOpenssl() {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/openssl")), "needs openssl: apt-get install openssl");
  }

  @Test
  void opensslVerifiesWhatWeKeep() throws Exception {
    try (TestAuthority authority = new TestAuthority(Instant.now())) {
      TimeStamp stamp = authority.client().stamp(TEXT);
      Files.write(dir.resolve("stamp.der"), stamp.der());
      Files.writeString(dir.resolve("ca.pem"), authority.pem());
    }
    assertThat(verify(TEXT)).contains("Verification: OK");
    assertThat(verify(TEXT + " ")).contains("Verification: FAILED");
  }

  @Test
  void weVerifyWhatOpensslStamps() throws Exception {
    Files.writeString(
        dir.resolve("tsa.cnf"),
        """
        [tsa]
        default_tsa = tsa_config
        [tsa_config]
        serial = serial
        signer_cert = tsa.pem
        certs = ca.pem
        signer_key = tsa.key
        signer_digest = sha256
        default_policy = 1.3.6.1.4.1.32473.1
        digests = sha256, sha512
        accuracy = secs:1
        ordering = yes
        tsa_name = yes
        ess_cert_id_chain = no
        ess_cert_id_alg = sha256
        [stamps]
        basicConstraints = critical,CA:false
        extendedKeyUsage = critical,timeStamping
        """);
    Files.writeString(dir.resolve("serial"), "01\n");
    openssl(
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "ca.key",
        "-out",
        "ca.pem",
        "-subj",
        "/CN=openssl root",
        "-days",
        "2");
    openssl(
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "tsa.key",
        "-out",
        "tsa.csr",
        "-subj",
        "/CN=openssl time stamps");
    openssl(
        "x509",
        "-req",
        "-in",
        "tsa.csr",
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca.key",
        "-days",
        "2",
        "-out",
        "tsa.pem",
        "-extfile",
        "tsa.cnf",
        "-extensions",
        "stamps");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::reply);
    server.start();
    try {
      URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
      TimeStamp stamp =
          new TimeStampClient(url, Optional.empty(), Duration.ofSeconds(20)).stamp(TEXT);
      TimeStamp.Proof proof =
          stamp.check(TEXT, Authorities.of(dir.resolve("ca.pem")).certificates());
      assertThat(proof.authority()).isEqualTo("CN=openssl time stamps");
      assertThat(proof.trusted()).isTrue();
      assertThat(Duration.between(proof.at(), Instant.now()).abs()).isLessThan(Duration.ofHours(1));
      Files.write(dir.resolve("stamp.der"), stamp.der());
      assertThat(verify(TEXT)).contains("Verification: OK");
    } finally {
      server.stop(0);
    }
  }

  private void reply(HttpExchange exchange) {
    try (exchange) {
      Files.write(dir.resolve("query.tsq"), exchange.getRequestBody().readAllBytes());
      openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query.tsq", "-out", "reply.tsr");
      byte[] answer = Files.readAllBytes(dir.resolve("reply.tsr"));
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String verify(String text) throws IOException, InterruptedException {
    return run(
        "ts",
        "-verify",
        "-digest",
        HexFormat.of().formatHex(TimeStamp.sha256(text)),
        "-in",
        "stamp.der",
        "-token_in",
        "-CAfile",
        "ca.pem");
  }

  private void openssl(String... arguments) throws IOException, InterruptedException {
    run(arguments);
  }

  private String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/usr/bin/openssl"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return said;
  }
}
