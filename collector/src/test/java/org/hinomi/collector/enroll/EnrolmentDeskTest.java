package org.hinomi.collector.enroll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.hinomi.collector.audit.AuditLog;
import org.hinomi.collector.audit.AuditRecord;
import org.hinomi.core.tls.CertificateRequest;
import org.hinomi.core.tls.PeerIdentity;
import org.hinomi.core.tls.Pem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolmentDeskTest {
  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final Duration HOUR = Duration.ofHours(1);

  private static final String FROM = "192.0.2.7";

  @TempDir Path dir;
  private final List<AuditRecord> noted = new ArrayList<>();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-28T00:00:00Z"));
  private final InstantSource clock = now::get;
  private Path folder;
  private CertificateAuthority authority;
  private Tokens tokens;
  private Register register;
  private EnrolmentDesk desk;

  @BeforeEach
  void open() throws Exception {
    folder = CertificateAuthority.folderIn(dir);
    authority = CertificateAuthority.open(folder, "c.example", clock);
    tokens = new Tokens(folder.resolve("tokens"), clock);
    register = new Register(folder, clock);
    desk =
        new EnrolmentDesk(
            authority, tokens, register, new AuditLog("c.example", clock, noted::add));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String request(byte[] token, String host) throws Exception {
    return "token="
        + base64(token)
        + "\nhost="
        + host
        + "\nagent="
        + ID
        + "\nrequest="
        + base64(CertificateRequest.newKey(host).request());
  }

  private String enroll(byte[] token, String host) throws Exception {
    return desk.answer("enroll", request(token, host), List.of(), null, FROM);
  }

  private byte[] token() throws IOException {
    return tokens.make(HOUR, Optional.empty());
  }

  @Test
  void givesACertificateForATokenOnce() throws Exception {
    byte[] token = token();
    String answer = enroll(token, "web01");
    assertThat(answer).startsWith("200 OK\n");
    List<X509Certificate> chain = Pem.certificates(answer);
    chain.get(0).verify(authority.certificate().getPublicKey());
    assertThat(chain.get(1)).isEqualTo(authority.certificate());
    assertThat(PeerIdentity.of(chain.get(0))).isEqualTo(new PeerIdentity(List.of("web01"), ID));
    assertThat(chain.get(0).getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");

    assertThat(enroll(token, "web02")).startsWith("500 the token is unknown, was used");
    assertThat(register.entries()).hasSize(1);
  }

  @Test
  void revocationsAtTheSameMomentAllCount() throws Exception {
    List<String> hosts = List.of("web01", "web02", "web03", "web04");
    for (String host : hosts) {
      assertThat(enroll(token(), host)).startsWith("200 OK");
    }
    for (int round = 0; round < 20; round++) {
      CyclicBarrier together = new CyclicBarrier(hosts.size());
      try (ExecutorService commands = Executors.newFixedThreadPool(hosts.size())) {
        List<Callable<Integer>> revocations =
            hosts.stream()
                .<Callable<Integer>>map(
                    host ->
                        () -> {
                          Register own = new Register(folder, clock);
                          together.await();
                          return own.revoke(host).size();
                        })
                .toList();
        for (Future<Integer> revoked : commands.invokeAll(revocations)) {
          assertThat(revoked.get()).isEqualTo(1);
        }
      }
      assertThat(register.entries()).hasSize(4).allMatch(entry -> entry.revoked() != null);
      Files.delete(folder.resolve("revoked"));
    }
  }

  @Test
  void aTokenEnds() throws Exception {
    byte[] token = token();
    now.updateAndGet(t -> t.plus(HOUR));
    assertThat(enroll(token, "web01")).startsWith("500 the token is unknown, was used");
    token();
    try (var files = Files.list(folder.resolve("tokens"))) {
      assertThat(files).as("the next one clears it away").hasSize(1);
    }
  }

  @Test
  void aHostIsEnrolledOnceUnlessTheTokenNamesIt() throws Exception {
    enroll(token(), "web01");
    byte[] second = token();
    assertThat(enroll(second, "WEB01")).startsWith("500 WEB01 is enrolled already");
    assertThat(enroll(second, "web02")).as("the token was not used up").startsWith("200 OK");
    byte[] named = tokens.make(HOUR, Optional.of("web01"));
    assertThat(enroll(named, "web03")).startsWith("500 the token is for the host web01");
    assertThat(enroll(named, "web01")).startsWith("200 OK");
  }

  @Test
  void onlyWhoHoldsTheKeyGetsACertificateForIt() throws Exception {
    byte[] token = token();
    byte[] other = CertificateRequest.newKey("x").request();
    other[other.length - 1] ^= 1;
    assertThat(
            desk.answer(
                "enroll",
                "token=" + base64(token) + "\nhost=a\nagent=" + ID + "\nrequest=" + base64(other),
                List.of(),
                null,
                FROM))
        .startsWith("500 certificate request: ");
    assertThat(enroll(token, "web01")).as("the token was not used up").startsWith("200 OK");
  }

  @Test
  void nonsenseIsRefusedWithAReason() throws Exception {
    for (String data :
        List.of(
            "",
            "token",
            "token=!",
            "token=AAAA",
            "x".repeat(16 << 10),
            request(token(), "*.example"),
            request(token(), "a b"),
            request(token(), "web01").replace(ID, "x"))) {
      assertThat(desk.answer("enroll", data, List.of(), null, FROM)).startsWith("500 ");
    }
    assertThat(desk.answer("renew", "", List.of(), null, FROM))
        .startsWith("500 only an enrolled agent");
    assertThat(register.entries()).isEmpty();
  }

  @Test
  void whoIsLetInIsNotedAndWhoIsRefusedWritesNothing() throws Exception {
    byte[] token = token();
    enroll(token, "web01");
    enroll(token, "web02");
    String request = "request=" + base64(CertificateRequest.newKey("x").request());
    desk.answer("renew", request, List.of("web01"), ID, FROM);
    assertThat(noted)
        .extracting(AuditRecord::action)
        .containsExactly("enroll.issue", "enroll.renew");
    assertThat(noted)
        .allSatisfy(
            record -> {
              assertThat(record.address()).isEqualTo(FROM);
              assertThat(record.details())
                  .containsEntry("host", "web01")
                  .containsEntry("agent", ID);
            });
    assertThat(noted).extracting(AuditRecord::proof).containsExactly("token", "certificate");
  }

  @Test
  void renewsWhatIsInForceAndNothingElse() throws Exception {
    enroll(token(), "web01");
    String request = "request=" + base64(CertificateRequest.newKey("x").request());
    now.updateAndGet(t -> t.plus(Duration.ofDays(61)));
    String renewed = desk.answer("renew", request, List.of("web01"), ID, FROM);
    assertThat(renewed).startsWith("200 OK");
    X509Certificate next = Pem.certificates(renewed).getFirst();
    assertThat(PeerIdentity.of(next)).isEqualTo(new PeerIdentity(List.of("web01"), ID));
    assertThat(next.getNotAfter().toInstant())
        .isEqualTo(now.get().plus(CertificateAuthority.AGENT_VALIDITY));

    assertThat(desk.answer("renew", request, List.of("web01"), "f".repeat(32), FROM))
        .startsWith("500 no certificate");
    register.revoke("web01");
    assertThat(desk.answer("renew", request, List.of("web01"), ID, FROM))
        .startsWith("500 no certificate");
  }

  @Test
  void revokesAHostSeenByWhoeverElseReadsTheFolder() throws Exception {
    X509Certificate web01 = Pem.certificates(enroll(token(), "web01")).getFirst();
    X509Certificate web02 = Pem.certificates(enroll(token(), "web02")).getFirst();
    assertThat(register.isRevoked(web01)).isFalse();
    assertThat(new Register(folder, clock).revoke("web01")).hasSize(1);
    assertThat(register.isRevoked(web01)).isTrue();
    assertThat(register.isRevoked(web02)).isFalse();
    assertThat(register.revoke("web01")).as("again").isEmpty();
    assertThat(register.revoke(web02.getSerialNumber().toString(16))).hasSize(1);
    assertThat(enroll(token(), "web01")).as("it may enrol again").startsWith("200 OK");
    Files.writeString(folder.resolve("revoked"), "damaged\n");
    assertThat(register.isRevoked(web02)).as("rather nobody than a wrong one").isTrue();
  }

  @Test
  void theAuthorityIsTheOwnersAloneAndStaysTheSame() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    assertThat(CertificateAuthority.open(folder, "other", clock).fingerprint())
        .isEqualTo(authority.fingerprint());
    Files.writeString(folder.resolve("ca-key.pem"), "nonsense");
    assertThatThrownBy(() -> CertificateAuthority.open(folder, "c", clock))
        .hasMessageContaining("ca-key.pem: no certificate")
        .hasMessageContaining("every agent must enrol again");
  }

  @Test
  void theCollectorsCertificateFollowsNamesAndTime() throws Exception {
    Path file = authority.collector(List.of("c.example", "192.0.2.1"));
    String first = Files.readString(file);
    authority.collector(List.of("C.example", "192.0.2.1"));
    assertThat(Files.readString(file)).isEqualTo(first);
    authority.collector(List.of("c.example", "192.0.2.1", "log.example"));
    String second = Files.readString(file);
    assertThat(second).isNotEqualTo(first);
    now.updateAndGet(t -> t.plus(Duration.ofDays(300)));
    authority.collector(List.of("c.example", "192.0.2.1", "log.example"));
    assertThat(Files.readString(file)).isNotEqualTo(second);
  }
}
