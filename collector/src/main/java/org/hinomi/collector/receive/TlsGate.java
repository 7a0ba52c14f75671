package org.hinomi.collector.receive;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.hinomi.core.tls.TlsContexts.ClientCertificate;

/**
 * How a listener speaks TLS.
 *
 * @param context asked for each connection, so that new certificates count from the next one on
 * @param clients whether senders must show a certificate
 * @param relays host names of the senders that may write in the names of others
 * @param revoked certificates that count no more, though they are signed and in force
 * @param handshake how long a connection may take until it is encrypted
 * @param maxHandshakes handshakes under way at a time, of all senders; more are refused
 */
public record TlsGate(
    Supplier<SSLContext> context,
    ClientCertificate clients,
    List<String> relays,
    Predicate<X509Certificate> revoked,
    Duration handshake,
    int maxHandshakes) {
  public static final Duration HANDSHAKE = Duration.ofSeconds(10);
  public static final int MAX_HANDSHAKES = 500;

  public TlsGate {
    relays = List.copyOf(relays);
    if (!handshake.isPositive() || maxHandshakes < 1) {
      throw new IllegalArgumentException(
          "handshake: " + handshake + ", " + maxHandshakes + " (expected: more than 0)");
    }
  }

  public TlsGate(
      Supplier<SSLContext> context,
      ClientCertificate clients,
      List<String> relays,
      Predicate<X509Certificate> revoked) {
    this(context, clients, relays, revoked, HANDSHAKE, MAX_HANDSHAKES);
  }
}
