package org.hinomi.core.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Makes TLS contexts, and says which versions and suites are spoken. */
public final class TlsContexts {
  static {
    // Renegotiation (TLS 1.2) lets a peer cost the server many handshakes over one connection;
    // nobody needs it. Java reads this when the first handshake begins.
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
  }

  /** Forward secrecy and authenticated encryption, nothing else (RFC 9325, 4.2; RFC 9662, 4). */
  private static final String[] SUITES = {
    "TLS_AES_256_GCM_SHA384",
    "TLS_AES_128_GCM_SHA256",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
  };

  private static final String[] TLS_1_3 = {"TLSv1.3"};
  private static final String[] TLS_1_2 = {"TLSv1.3", "TLSv1.2"};

  private TlsContexts() {}

  /** Whether a server asks its clients for a certificate. */
  public enum ClientCertificate {
    /** It is asked for; who has none may go on. One that is not believed ends the handshake. */
    OPTIONAL,
    /** Who has none is refused. */
    REQUIRED
  }

  /** What a server speaks: TLS 1.3, and 1.2 for senders that are older. */
  public static SSLParameters server(ClientCertificate certificate) {
    SSLParameters parameters = new SSLParameters(SUITES, TLS_1_2);
    parameters.setUseCipherSuitesOrder(true);
    switch (certificate) {
      case REQUIRED -> parameters.setNeedClientAuth(true);
      case OPTIONAL -> parameters.setWantClientAuth(true);
    }
    return parameters;
  }

  /**
   * What our clients speak: TLS 1.3.
   *
   * @param checkName whether the server's certificate must be for the name that was connected to
   */
  public static SSLParameters client(boolean checkName) {
    SSLParameters parameters = new SSLParameters(SUITES, TLS_1_3);
    if (checkName) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    return parameters;
  }

  /** A client's context that believes the server with this fingerprint alone, and shows nothing. */
  public static SSLContext pinnedTo(Fingerprint fingerprint) throws IOException {
    try {
      return context(List.of(), null, Trust.pinnedTo(fingerprint));
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  static SSLContext of(TlsFiles.Material material) throws IOException {
    try {
      return context(material.chain(), material.key(), Trust.in(material.trusted()));
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  /** A context that shows what {@code keys} gives and believes nobody. */
  static SSLContext showing(X509ExtendedKeyManager keys) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, new TrustManager[] {Trust.in(List.of())}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private static SSLContext context(
      List<X509Certificate> chain, @Nullable PrivateKey key, TrustManager trust)
      throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys(chain, key), new TrustManager[] {trust}, null);
    return context;
  }

  /** What shows this chain; none without a key. */
  static KeyManager[] keys(List<X509Certificate> chain, @Nullable PrivateKey key)
      throws GeneralSecurityException, IOException {
    KeyManager[] keys = {};
    if (key != null) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      // It never leaves memory, so that the password protects nothing.
      store.setKeyEntry("own", key, new char[0], chain.toArray(X509Certificate[]::new));
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, new char[0]);
      keys = factory.getKeyManagers();
    }
    return keys;
  }
}
