package org.hinomi.core.relp;

import java.io.IOException;
import java.net.Socket;
import java.security.SignatureException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.tls.TlsContexts;

/** Connects to servers over TLS 1.3. Thread-safe. */
public final class TlsConnector implements Failover.Opener {
  /** How long closing may wait for a thread that is stuck in writing to a dead peer. */
  private static final int LINGER_SECONDS = 2;

  private final Supplier<SSLContext> context;
  private final boolean checkName;
  private final RelpSettings settings;

  /**
   * @param context asked for each connection, so that a renewed certificate counts from the next
   * @param checkName whether the server's certificate must be for the name that is connected to
   */
  public TlsConnector(Supplier<SSLContext> context, boolean checkName, RelpSettings settings) {
    this.context = context;
    this.checkName = checkName;
    this.settings = settings;
  }

  @Override
  public Socket open(HostPort server) throws IOException {
    Socket plain = PlainConnector.connect(server, settings);
    try {
      SSLSocket socket =
          (SSLSocket)
              context
                  .get()
                  .getSocketFactory()
                  .createSocket(plain, server.host(), server.port(), true);
      socket.setSoLinger(true, LINGER_SECONDS);
      socket.setSSLParameters(TlsContexts.client(checkName));
      socket.setSoTimeout(Math.toIntExact(settings.connectTimeout().toMillis()));
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      plain.close();
      throw new IOException("TLS with " + server + ": " + reason(e), e);
    } catch (RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage());
    if (root instanceof CertificateNotYetValidException
        || root instanceof CertificateExpiredException) {
      // Without the time, which the log has: the same trouble is to read the same each time.
      return "the server's certificate is not good at this machine's time ("
          + message
          + "): is the clock right?";
    }
    // What the JDK says of another authority: of the same name, as all collectors' are, or not.
    if (root instanceof SignatureException
        || message.startsWith("unable to find valid certification path")
        || message.startsWith("Path does not chain with any of the trust anchors")) {
      return "the server's certificate is of no authority that is believed here ("
          + message
          + "; expected: that of the enrolment, or of tls.trust)";
    }
    // What the JDK says of an answer that is no TLS.
    return message.startsWith("Unsupported or unrecognized SSL message")
        ? "no TLS is spoken there (expected: the collector's port of listen.relp-tls)"
        : message;
  }
}
