package org.hinomi.agent.enroll;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.hinomi.core.relp.RelpSettings;
import org.hinomi.core.relp.TlsConnector;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.tls.CertificateRequest;
import org.hinomi.core.tls.Certificates;
import org.hinomi.core.tls.Certificates.Issued;
import org.hinomi.core.tls.EnrolmentToken;
import org.hinomi.core.tls.Fingerprint;
import org.hinomi.core.tls.PeerIdentity;
import org.hinomi.core.tls.Pem;
import org.hinomi.core.tls.ReloadingTls;
import org.hinomi.core.tls.TlsContexts;
import org.hinomi.core.tls.TlsContexts.ClientCertificate;
import org.hinomi.core.tls.TlsFiles;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The agent's side of enrolment, against a collector of this test that signs what it is asked. */
@Timeout(60)
class RenewalTest {
  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final Duration VALIDITY = Duration.ofDays(90);

  @TempDir Path dir;
  private final Certificates certificates = new Certificates(Instant.now(), new SecureRandom());
  private final AtomicReference<String> asked = new AtomicReference<>("");
  private volatile String refusal = "";
  private Issued authority;
  private SSLServerSocket server;
  private HostPort address;
  private Enrolment enrolment;

  @BeforeEach
  void start() throws Exception {
    authority = certificates.authority("Test CA", VALIDITY);
    Issued own = certificates.collector(authority, List.of("127.0.0.1"), VALIDITY);
    Path file = dir.resolve("server.pem");
    Files.writeString(
        file, Pem.text(own.key()) + Pem.text(List.of(own.certificate(), authority.certificate())));
    SSLContext context =
        new ReloadingTls(new TlsFiles(file, file, List.of(file)), System::nanoTime).context();
    server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    server.setSSLParameters(TlsContexts.server(ClientCertificate.OPTIONAL));
    address = new HostPort("127.0.0.1", server.getLocalPort());
    enrolment = new Enrolment(dir.resolve("state"));
    Files.createDirectories(dir.resolve("state"));
    Thread.ofPlatform().daemon().start(this::serve);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (SSLSocket socket = (SSLSocket) server.accept()) {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        answer(in, socket, "200 OK\nrelp_version=0\ncommands=syslog");
        answer(in, socket, null);
        answer(in, socket, "");
        socket.getOutputStream().write("0 serverclose 0\n".getBytes(US_ASCII));
      } catch (IOException | GeneralSecurityException | NumberFormatException e) {
        // The agent hung up: after a refusal it does not say goodbye.
        asked.compareAndSet("", "failed: " + e.getMessage());
      }
    }
  }

  /** Reads a frame and answers it: with this, or with what the frame asks for. */
  private void answer(InputStream in, SSLSocket socket, @Nullable String with)
      throws IOException, GeneralSecurityException {
    String number = word(in);
    String command = word(in);
    int length = Integer.parseInt(word(in));
    String data = new String(in.readNBytes(length), US_ASCII);
    if (length > 0) {
      assertThat(in.read()).isEqualTo('\n');
    }
    String answer = with;
    if (answer == null) {
      asked.set(command + "\n" + data);
      answer = refusal.isEmpty() ? "200 OK\n" + signed(data) : refusal;
    }
    socket
        .getOutputStream()
        .write((number + " rsp " + answer.length() + " " + answer + "\n").getBytes(US_ASCII));
  }

  private static String word(InputStream in) throws IOException {
    StringBuilder word = new StringBuilder();
    for (int c = in.read(); c != ' ' && c != '\n' && c >= 0; c = in.read()) {
      word.append((char) c);
    }
    return word.toString();
  }

  private String signed(String data) throws GeneralSecurityException {
    byte[] request =
        Base64.getUrlDecoder()
            .decode(data.substring(data.indexOf("request=") + "request=".length()));
    X509Certificate certificate =
        certificates.agent(
            authority, CertificateRequest.read(request).key(), List.of("web01"), ID, VALIDITY);
    return Pem.text(List.of(certificate, authority.certificate()));
  }

  private EnrolmentToken token(X509Certificate of) {
    return new EnrolmentToken(address, Fingerprint.of(of), new byte[16]);
  }

  @Test
  void enrolsAndKeepsWhatItGotForItself() throws Exception {
    assertThat(enrolment.collector()).isEmpty();
    enrolment.enroll(token(authority.certificate()), address, "web01", ID);
    assertThat(asked.get())
        .startsWith("enroll\ntoken=AAAAAAAAAAAAAAAAAAAAAA\nhost=web01\nagent=" + ID);
    assertThat(enrolment.collector()).contains(address);
    ReloadingTls tls = new ReloadingTls(enrolment.files(), System::nanoTime);
    assertThat(PeerIdentity.of(tls.chain().getFirst()).name()).isEqualTo("web01");
    Path own = dir.resolve("state/tls/agent.pem");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
        .isEqualTo("rw-------");
  }

  @Test
  void showsTheTokenToNobodyElse() throws Exception {
    X509Certificate other = certificates.authority("Test CA", VALIDITY).certificate();
    assertThatThrownBy(() -> enrolment.enroll(token(other), address, "web01", ID))
        .hasMessageContaining("other fingerprints");
    assertThat(asked.get()).doesNotContain("token=");
    assertThat(enrolment.collector()).isEmpty();
  }

  @Test
  void saysWhyItWasRefused() {
    refusal = "500 the token is unknown, was used, or has ended";
    assertThatThrownBy(() -> enrolment.enroll(token(authority.certificate()), address, "web01", ID))
        .hasMessageContaining("the token is unknown");
  }

  @Test
  void renewsInTheLastThird() throws Exception {
    enrolment.enroll(token(authority.certificate()), address, "web01", ID);
    ReloadingTls tls = new ReloadingTls(enrolment.files(), System::nanoTime);
    String before = Files.readString(dir.resolve("state/tls/agent.pem"));
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now().plus(Duration.ofDays(59)));
    Renewal renewal =
        new Renewal(
            enrolment,
            tls,
            new TlsConnector(tls::context, false, RelpSettings.defaults()),
            List.of(address),
            now::get,
            new Random(1));
    assertThat(renewal.renewWhereDue()).as("not yet").isFalse();
    now.set(Instant.now().plus(Duration.ofDays(61)));
    refusal = "500 not now";
    assertThat(renewal.renewWhereDue()).as("refused").isFalse();
    assertThat(Files.readString(dir.resolve("state/tls/agent.pem"))).isEqualTo(before);
    refusal = "";
    assertThat(renewal.renewWhereDue()).isTrue();
    assertThat(asked.get()).startsWith("renew\nrequest=");
    assertThat(Files.readString(dir.resolve("state/tls/agent.pem"))).isNotEqualTo(before);
  }
}
