package org.hinomi.agent.enroll;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.hinomi.core.file.OwnerFiles;
import org.hinomi.core.relp.Failover.Opener;
import org.hinomi.core.relp.RelpQuestion;
import org.hinomi.core.relp.RelpSettings;
import org.hinomi.core.relp.TlsConnector;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.tls.CertificateRequest;
import org.hinomi.core.tls.EnrolmentToken;
import org.hinomi.core.tls.PeerIdentity;
import org.hinomi.core.tls.Pem;
import org.hinomi.core.tls.ReloadingTls;
import org.hinomi.core.tls.TlsContexts;
import org.hinomi.core.tls.TlsFiles;

/**
 * The agent's side of enrolment, in the folder {@code tls} of its state, which its owner alone may
 * read:
 *
 * <pre>
 * agent.pem   key and certificates, replaced as one
 * ca.pem      the authority of the collector
 * collector   where the collector is
 * </pre>
 */
public final class Enrolment {
  private final Path dir;

  /**
   * @param state the agent's folder
   */
  public Enrolment(Path state) {
    dir = state.resolve("tls");
  }

  /** The agent's key and certificate, and the authority that it believes. */
  public TlsFiles files() {
    Path own = dir.resolve("agent.pem");
    return new TlsFiles(own, own, List.of(dir.resolve("ca.pem")));
  }

  /** Where the collector is that this agent is enrolled with; empty: it is not enrolled. */
  public Optional<HostPort> collector() throws IOException {
    Path file = dir.resolve("collector");
    return Files.exists(file)
        ? Optional.of(HostPort.parse(Files.readString(file, StandardCharsets.UTF_8).strip()))
        : Optional.empty();
  }

  /**
   * Gets a certificate. The key is made here and goes nowhere; the collector is recognised by the
   * fingerprint in the token before the token's secret is shown to it.
   *
   * @param collector where to ask; the same as in the token, or another way to get there
   * @param host the name in which this agent writes
   * @return until when the certificate is good
   */
  public Instant enroll(EnrolmentToken token, HostPort collector, String host, String agentId)
      throws IOException {
    TlsConnector connector = new TlsConnector(pinned(token), false, RelpSettings.defaults());
    CertificateRequest.NewKey key = newKey(host);
    String answer =
        ask(
            connector,
            collector,
            "enroll",
            "token="
                + token.secretText()
                + "\nhost="
                + host
                + "\nagent="
                + agentId
                + "\nrequest="
                + text(key));
    List<X509Certificate> chain = chain(answer);
    OwnerFiles.folder(dir);
    OwnerFiles.replace(dir.resolve("ca.pem"), pem(chain.subList(1, chain.size())));
    OwnerFiles.replace(dir.resolve("agent.pem"), Pem.text(key.key()) + pem(chain));
    // Last: from here on it is enrolled.
    OwnerFiles.replace(dir.resolve("collector"), collector + "\n");
    return chain.getFirst().getNotAfter().toInstant();
  }

  private static Supplier<SSLContext> pinned(EnrolmentToken token) throws IOException {
    SSLContext context = TlsContexts.pinnedTo(token.authority());
    return () -> context;
  }

  /** Whether a third or less of the certificate's time is left. */
  static boolean isDue(X509Certificate certificate, Instant now) {
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    Duration third = Duration.between(from, until).dividedBy(3);
    return now.isAfter(until.minus(third));
  }

  /**
   * Gets the next certificate, for a new key.
   *
   * @param tls this agent's, as it is
   * @param connector to the collector, with the certificate that is still good
   */
  void renew(ReloadingTls tls, Opener connector, HostPort collector) throws IOException {
    CertificateRequest.NewKey key = newKey(PeerIdentity.of(tls.chain().getFirst()).name());
    List<X509Certificate> chain = chain(ask(connector, collector, "renew", "request=" + text(key)));
    OwnerFiles.replace(dir.resolve("ca.pem"), pem(chain.subList(1, chain.size())));
    OwnerFiles.replace(dir.resolve("agent.pem"), Pem.text(key.key()) + pem(chain));
  }

  private static String ask(Opener connector, HostPort collector, String command, String data)
      throws IOException {
    try (Socket socket = connector.open(collector)) {
      socket.setSoTimeout(Math.toIntExact(RelpSettings.defaults().answerTimeout().toMillis()));
      return RelpQuestion.ask(socket, command, data);
    }
  }

  private static CertificateRequest.NewKey newKey(String host) throws IOException {
    try {
      return CertificateRequest.newKey(host);
    } catch (GeneralSecurityException e) {
      throw new IOException("no key could be made: " + e.getMessage(), e);
    }
  }

  private static String text(CertificateRequest.NewKey key) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(key.request());
  }

  private static List<X509Certificate> chain(String answer) throws IOException {
    try {
      List<X509Certificate> chain = Pem.certificates(answer);
      if (chain.size() < 2) {
        throw new IOException("the collector sent no authority beside the certificate");
      }
      return chain;
    } catch (GeneralSecurityException e) {
      throw new IOException("the collector sent no certificate: " + e.getMessage(), e);
    }
  }

  private static String pem(List<X509Certificate> certificates) throws IOException {
    try {
      return Pem.text(certificates);
    } catch (GeneralSecurityException e) {
      throw new IOException("a certificate cannot be written: " + e.getMessage(), e);
    }
  }
}
