package org.hinomi.core.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.hinomi.core.file.OwnerFiles;
import org.hinomi.core.tls.Certificates.Issued;
import org.hinomi.core.tls.TlsContexts.ClientCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who gets through to whom, over real sockets. */
@Timeout(60)
class TlsTest {
  private static final String AGENT = "0123456789abcdef0123456789abcdef";
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path dir;

  private final Certificates certificates = new Certificates(Instant.now(), new SecureRandom());
  private Issued ca = made("ca");
  private Path collector = Path.of("");
  private Path agent = Path.of("");

  private Issued made(String name) {
    try {
      return certificates.authority(name, DAY);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void write() throws Exception {
    Files.writeString(dir.resolve("ca.pem"), Pem.text(List.of(ca.certificate())));
    collector = file("collector", certificates.collector(ca, List.of("127.0.0.1"), DAY));
    agent = file("agent", agent("web01", DAY));
  }

  private Issued agent(String host, Duration validity) throws Exception {
    var key = CertificateRequest.newKey(host);
    return new Issued(
        certificates.agent(
            ca, CertificateRequest.read(key.request()).key(), List.of(host), AGENT, validity),
        key.key());
  }

  private Path file(String name, Issued issued) throws Exception {
    Path file = dir.resolve(name + ".pem");
    OwnerFiles.replace(
        file, Pem.text(issued.key()) + Pem.text(List.of(issued.certificate(), ca.certificate())));
    return file;
  }

  private SSLContext with(Path file) throws IOException {
    TlsFiles files = new TlsFiles(file, file, List.of(dir.resolve("ca.pem")));
    return new ReloadingTls(files, System::nanoTime).context();
  }

  private SSLContext withoutCertificate() throws IOException {
    return TlsContexts.of(new TlsFiles(null, null, List.of(dir.resolve("ca.pem"))).read());
  }

  /** What the server sees of the client, after a byte has gone both ways. */
  private static SSLSession connect(
      SSLContext server, ClientCertificate asked, SSLContext client, SSLParameters how)
      throws Exception {
    try (SSLServerSocket listening =
        (SSLServerSocket)
            server
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      listening.setSSLParameters(TlsContexts.server(asked));
      CompletableFuture<SSLSession> seen =
          CompletableFuture.supplyAsync(
              () -> {
                try (SSLSocket socket = (SSLSocket) listening.accept()) {
                  socket.getOutputStream().write(socket.getInputStream().read());
                  return socket.getSession();
                } catch (IOException e) {
                  throw new CompletionException(e);
                }
              });
      try (SSLSocket socket =
          (SSLSocket)
              client.getSocketFactory().createSocket("127.0.0.1", listening.getLocalPort())) {
        socket.setSSLParameters(how);
        socket.getOutputStream().write(7);
        assertThat(socket.getInputStream().read()).isEqualTo(7);
      }
      return seen.get();
    }
  }

  @Test
  void bothSidesAreAuthenticatedOverTls13() throws Exception {
    SSLSession session =
        connect(with(collector), ClientCertificate.REQUIRED, with(agent), TlsContexts.client(true));
    assertThat(session.getProtocol()).isEqualTo("TLSv1.3");
    PeerIdentity peer = PeerIdentity.of((X509Certificate) session.getPeerCertificates()[0]);
    assertThat(peer.names()).containsExactly("web01");
    assertThat(peer.agentId()).isEqualTo(AGENT);
  }

  @Test
  void whoHasNoCertificateIsRefusedWhereOneIsRequired() throws Exception {
    SSLContext none = withoutCertificate();
    assertThatThrownBy(
            () ->
                connect(
                    with(collector), ClientCertificate.REQUIRED, none, TlsContexts.client(true)))
        .isInstanceOf(IOException.class);
    assertThat(
            connect(with(collector), ClientCertificate.OPTIONAL, none, TlsContexts.client(true))
                .isValid())
        .isTrue();
  }

  @Test
  void aStrangersCertificateIsRefused() throws Exception {
    Issued strangers = certificates.authority("other", DAY);
    var key = CertificateRequest.newKey("web01");
    Path file = dir.resolve("stranger.pem");
    OwnerFiles.create(
        file,
        Pem.text(key.key())
            + Pem.text(
                List.of(
                    certificates.agent(
                        strangers,
                        CertificateRequest.read(key.request()).key(),
                        List.of("web01"),
                        AGENT,
                        DAY))));
    assertThatThrownBy(
            () ->
                connect(
                    with(collector),
                    ClientCertificate.REQUIRED,
                    with(file),
                    TlsContexts.client(true)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void noAgentPassesForACollector() {
    assertThatThrownBy(
            () ->
                connect(
                    with(agent),
                    ClientCertificate.OPTIONAL,
                    with(agent),
                    TlsContexts.client(false)))
        .isInstanceOf(IOException.class)
        .hasStackTraceContaining("Extended key usage");
  }

  @Test
  void anExpiredCertificateIsRefused() throws Exception {
    Path expired = file("expired", agent("web01", Duration.ofMinutes(-5)));
    assertThatThrownBy(
            () ->
                connect(
                    with(collector),
                    ClientCertificate.REQUIRED,
                    with(expired),
                    TlsContexts.client(false)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void theNameIsCheckedWhereItIsToBe() throws Exception {
    Path elsewhere = file("elsewhere", certificates.collector(ca, List.of("other.example"), DAY));
    assertThatThrownBy(
            () ->
                connect(
                    with(elsewhere),
                    ClientCertificate.REQUIRED,
                    with(agent),
                    TlsContexts.client(true)))
        .hasStackTraceContaining("127.0.0.1");
    assertThat(
            connect(
                    with(elsewhere),
                    ClientCertificate.REQUIRED,
                    with(agent),
                    TlsContexts.client(false))
                .isValid())
        .isTrue();
  }

  @Test
  void aPinnedAuthorityIsBelievedAndNoOther() throws Exception {
    SSLContext right = TlsContexts.pinnedTo(Fingerprint.of(ca.certificate()));
    assertThat(
            connect(with(collector), ClientCertificate.OPTIONAL, right, TlsContexts.client(false))
                .isValid())
        .isTrue();
    SSLContext wrong = TlsContexts.pinnedTo(Fingerprint.of(made("ca").certificate()));
    assertThatThrownBy(
            () ->
                connect(
                    with(collector), ClientCertificate.OPTIONAL, wrong, TlsContexts.client(false)))
        .hasStackTraceContaining("other fingerprints");
  }

  @Test
  void oldVersionsAndSuitesAreNotSpoken() throws Exception {
    for (SSLParameters old :
        List.of(
            new SSLParameters(null, new String[] {"TLSv1.1"}),
            new SSLParameters(
                new String[] {"TLS_RSA_WITH_AES_128_CBC_SHA"}, new String[] {"TLSv1.2"}),
            new SSLParameters(
                new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"},
                new String[] {"TLSv1.2"}))) {
      assertThatThrownBy(
              () -> connect(with(collector), ClientCertificate.OPTIONAL, with(agent), old))
          .isInstanceOf(IOException.class);
    }
    SSLParameters tls12 =
        new SSLParameters(
            new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"}, new String[] {"TLSv1.2"});
    assertThat(
            connect(with(collector), ClientCertificate.OPTIONAL, with(agent), tls12).getProtocol())
        .isEqualTo("TLSv1.2");
  }

  @Test
  void followsItsFilesAndKeepsTheOldOnesWhereTheNewAreWrong() throws Exception {
    AtomicLong nanos = new AtomicLong();
    ReloadingTls tls =
        new ReloadingTls(new TlsFiles(agent, agent, List.of(dir.resolve("ca.pem"))), nanos::get);
    SSLContext first = tls.context();
    assertThat(tls.context()).isSameAs(first);

    file("agent", agent("web02", DAY));
    assertThat(tls.context()).as("within the second").isSameAs(first);
    nanos.addAndGet(1_000_000_000L);
    SSLContext second = tls.context();
    assertThat(second).isNotSameAs(first);
    assertThat(PeerIdentity.of(tls.chain().getFirst()).name()).isEqualTo("web02");

    Files.writeString(agent, "nonsense");
    nanos.addAndGet(1_000_000_000L);
    assertThat(tls.context()).isSameAs(second);
    file("agent", agent("web03", DAY));
    nanos.addAndGet(1_000_000_000L);
    assertThat(PeerIdentity.of(tls.chain().getFirst()).name()).isEqualTo("web03");
  }

  @Test
  void saysWhichFileIsWrongAndNothingOfTheKey() throws Exception {
    Path other = file("other", agent("web02", DAY));
    assertThatThrownBy(() -> new TlsFiles(agent, other, List.of()).read())
        .hasMessageContaining(other.toString())
        .hasMessageContaining("not the key to the first certificate");
    Path missing = dir.resolve("missing.pem");
    assertThatThrownBy(() -> new TlsFiles(null, null, List.of(missing)).read())
        .hasMessageContaining(missing + ": no such file");
    Path torn = dir.resolve("torn.pem");
    String key = Pem.text(agent("web04", DAY).key());
    Files.writeString(torn, key.replace("MI", "XX"));
    assertThatThrownBy(() -> new TlsFiles(agent, torn, List.of()).read())
        .hasMessageContaining(torn.toString())
        .hasMessageNotContaining(key.substring(40, 60));
  }

  @Test
  void whatIsWrittenIsTheOwnersAlone() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(agent)))
        .isEqualTo("rw-------");
    Path folder = OwnerFiles.folder(dir.resolve("a/b"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
  }
}
