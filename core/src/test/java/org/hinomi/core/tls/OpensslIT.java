package org.hinomi.core.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hinomi.core.tls.Certificates.Issued;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** openssl reads what we write, and we read what it writes. */
class OpensslIT {
  @TempDir Path dir;

  @BeforeEach
  void needsOpenssl() {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/openssl")), "needs openssl: apt-get install openssl");
  }

  private String openssl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("/usr/bin/openssl"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s: %s", command, said).isZero();
    return said;
  }

  @Test
  void verifiesOurCertificatesStrictly() throws Exception {
    Certificates certificates = new Certificates(Instant.now(), new SecureRandom());
    Issued ca = certificates.authority("Hinomi CA of c.example", Duration.ofDays(7300));
    Files.writeString(dir.resolve("ca.pem"), Pem.text(List.of(ca.certificate())));
    Issued server =
        certificates.collector(ca, List.of("c.example", "2001:db8::1"), Duration.ofDays(90));
    Files.writeString(dir.resolve("server.pem"), Pem.text(List.of(server.certificate())));
    var key = CertificateRequest.newKey("web01");
    Files.writeString(
        dir.resolve("agent.pem"),
        Pem.text(
            List.of(
                certificates.agent(
                    ca,
                    CertificateRequest.read(key.request()).key(),
                    List.of("web01"),
                    "0123456789abcdef0123456789abcdef",
                    Duration.ofDays(90)))));
    openssl(
        "verify",
        "-x509_strict",
        "-CAfile",
        "ca.pem",
        "-purpose",
        "sslserver",
        "-verify_hostname",
        "c.example",
        "-verify_ip",
        "2001:db8::1",
        "server.pem");
    openssl("verify", "-x509_strict", "-CAfile", "ca.pem", "-purpose", "sslclient", "agent.pem");
    assertThat(openssl("x509", "-in", "agent.pem", "-noout", "-text"))
        .contains("DNS:web01", "URI:urn:hinomi:agent:0123456789abcdef0123456789abcdef")
        .contains("TLS Web Client Authentication")
        .doesNotContain("TLS Web Server Authentication");
    assertThat(openssl("x509", "-in", "ca.pem", "-noout", "-fingerprint", "-sha256"))
        .contains(Fingerprint.of(ca.certificate()).toString());

    Files.write(dir.resolve("request.der"), key.request());
    assertThat(openssl("req", "-inform", "DER", "-in", "request.der", "-verify", "-noout", "-text"))
        .contains("CN = web01", "verify OK");
  }

  @Test
  void readsItsKeysInEveryFormThatHasNoPassword() throws Exception {
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384", "-out", "ec");
    openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "rsa");
    openssl("genpkey", "-algorithm", "ED25519", "-out", "ed");
    openssl("rsa", "-in", "rsa", "-traditional", "-out", "pkcs1");
    for (String form : List.of("ec", "rsa", "ed")) {
      openssl("req", "-x509", "-key", form, "-subj", "/CN=x", "-days", "1", "-out", form + ".pem");
      assertThat(files(form, form).read().chain()).hasSize(1);
    }
    assertThat(files("rsa", "pkcs1").read().key())
        .isEqualTo(Pem.privateKey(Files.readString(dir.resolve("rsa"))));

    openssl("ec", "-in", "ec", "-out", "sec1");
    openssl("pkcs8", "-topk8", "-in", "ec", "-passout", "pass:x", "-out", "locked");
    for (String form : List.of("sec1", "locked")) {
      assertThatThrownBy(() -> files("ec", form).read())
          .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
    }
  }

  private TlsFiles files(String certificate, String key) {
    return new TlsFiles(dir.resolve(certificate + ".pem"), dir.resolve(key), List.of());
  }

  @Test
  void readsItsRequests() throws Exception {
    openssl(
        "req",
        "-new",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "k",
        "-subj",
        "/CN=x/O=y",
        "-addext",
        "subjectAltName=DNS:x",
        "-outform",
        "DER",
        "-out",
        "request");
    byte[] request = Files.readAllBytes(dir.resolve("request"));
    assertThat(CertificateRequest.read(request).key().getAlgorithm()).isEqualTo("RSA");
    request[request.length - 1] ^= 1;
    assertThatThrownBy(() -> CertificateRequest.read(request))
        .hasMessageContaining("not signed with its own key");

    openssl(
        "req",
        "-new",
        "-newkey",
        "rsa:1024",
        "-nodes",
        "-keyout",
        "w",
        "-subj",
        "/CN=x",
        "-outform",
        "DER",
        "-out",
        "weak");
    assertThatThrownBy(() -> CertificateRequest.read(Files.readAllBytes(dir.resolve("weak"))))
        .hasMessageContaining("a weak key");
  }
}
