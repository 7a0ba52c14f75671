package org.hinomi.core.relp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.hinomi.core.file.OwnerFiles;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.tls.Certificates;
import org.hinomi.core.tls.Certificates.Issued;
import org.hinomi.core.tls.Pem;
import org.hinomi.core.tls.ReloadingTls;
import org.hinomi.core.tls.TlsFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said where a server cannot be believed. */
@Timeout(60)
class TlsConnectorTest {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path dir;

  private static Certificates at(Instant now) {
    return new Certificates(now, new SecureRandom());
  }

  private static SSLContext context(TlsFiles files) throws IOException {
    return new ReloadingTls(files, System::nanoTime).context();
  }

  /** The words of a client that believes an authority, to a server that shows a certificate. */
  private String said(Issued believed, Issued server, X509Certificate... above) throws Exception {
    Path trust = dir.resolve("ca.pem");
    OwnerFiles.replace(trust, Pem.text(List.of(believed.certificate())));
    Path own = dir.resolve("collector.pem");
    OwnerFiles.replace(
        own,
        Pem.text(server.key())
            + Pem.text(List.of(server.certificate()))
            + Pem.text(List.of(above)));
    SSLContext client = context(new TlsFiles(null, null, List.of(trust)));
    SSLContext shown = context(new TlsFiles(own, own, List.of(trust)));
    try (SSLServerSocket listening =
        (SSLServerSocket)
            shown
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> served =
          CompletableFuture.runAsync(
              () -> {
                try (SSLSocket socket = (SSLSocket) listening.accept()) {
                  socket.startHandshake();
                } catch (IOException refused) {
                  // By the client, which says why.
                }
              });
      TlsConnector connector = new TlsConnector(() -> client, false, RelpSettings.defaults());
      HostPort where = new HostPort("127.0.0.1", listening.getLocalPort());
      try {
        connector.open(where).close();
        return "";
      } catch (IOException e) {
        return String.valueOf(e.getMessage()).replace(where.toString(), "SERVER");
      } finally {
        served.join();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-10, 10})
  void aClockThatIsWrongIsNamedInTheSameWordsEachTime(int days) throws Exception {
    Issued ca = at(Instant.now()).authority("ca", Duration.ofDays(30));
    Issued server =
        at(Instant.now().plus(Duration.ofDays(days))).collector(ca, List.of("127.0.0.1"), DAY);
    X509Certificate shown = server.certificate();
    String limit =
        days > 0 ? "NotBefore: " + shown.getNotBefore() : "NotAfter: " + shown.getNotAfter();
    // All of it: a text with the time of the attempt would be another one each time.
    assertThat(said(ca, server))
        .isEqualTo(
            "TLS with SERVER: the server's certificate is not good at this machine's time ("
                + limit
                + "): is the clock right?");
  }

  @ParameterizedTest
  @CsvSource({"ca, true", "ca, false", "other, true", "other, false"})
  void anotherAuthorityIsNamedWhateverItsName(String name, boolean shown) throws Exception {
    Certificates now = at(Instant.now());
    Issued strange = now.authority(name, DAY);
    Issued server = now.collector(strange, List.of("127.0.0.1"), DAY);
    assertThat(
            shown
                ? said(now.authority("ca", DAY), server, strange.certificate())
                : said(now.authority("ca", DAY), server))
        .startsWith("TLS with SERVER: the server's certificate is of no authority that is believed")
        .contains("expected: that of the enrolment, or of tls.trust");
  }

  @Test
  void whoIsBelievedIsBelieved() throws Exception {
    Certificates now = at(Instant.now());
    Issued ca = now.authority("ca", DAY);
    assertThat(said(ca, now.collector(ca, List.of("127.0.0.1"), DAY))).isEmpty();
  }
}
