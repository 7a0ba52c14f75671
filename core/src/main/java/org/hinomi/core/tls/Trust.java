package org.hinomi.core.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates are believed. The path is checked by Java (PKIX: signatures, times, what the
 * certificate may be used for); what is here only chooses the authorities it may end at.
 */
final class Trust {
  private Trust() {}

  /** Believes what these authorities signed; with none of them, nobody. */
  static X509ExtendedTrustManager in(List<X509Certificate> authorities)
      throws GeneralSecurityException {
    if (authorities.isEmpty()) {
      return new Nobody();
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new GeneralSecurityException("an empty key store cannot be made", e);
    }
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("ca" + i, authorities.get(i));
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new GeneralSecurityException("This Java has no X509ExtendedTrustManager");
  }

  /**
   * Believes a server whose chain, as it shows it, has a certificate with this fingerprint: its own
   * or that of an authority above it. No name is checked: the fingerprint says who it is.
   */
  static X509ExtendedTrustManager pinnedTo(Fingerprint fingerprint) {
    return new Pinned(fingerprint);
  }

  private static CertificateException unasked() {
    return new CertificateException("a client's certificate (expected: none, this is a client)");
  }

  /** What all of ours have in common: one way to check, whatever the connection is. */
  private abstract static class OneWay extends X509ExtendedTrustManager {
    abstract void client(X509Certificate[] chain, String type) throws CertificateException;

    abstract void server(X509Certificate[] chain, String type) throws CertificateException;

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      client(chain, type);
    }

    @Override
    public final void checkClientTrusted(
        X509Certificate[] chain, String type, @Nullable Socket socket) throws CertificateException {
      client(chain, type);
    }

    @Override
    public final void checkClientTrusted(
        X509Certificate[] chain, String type, @Nullable SSLEngine engine)
        throws CertificateException {
      client(chain, type);
    }

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      server(chain, type);
    }

    @Override
    public final void checkServerTrusted(
        X509Certificate[] chain, String type, @Nullable Socket socket) throws CertificateException {
      server(chain, type);
    }

    @Override
    public final void checkServerTrusted(
        X509Certificate[] chain, String type, @Nullable SSLEngine engine)
        throws CertificateException {
      server(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static final class Nobody extends OneWay {
    @Override
    void client(X509Certificate[] chain, String type) throws CertificateException {
      server(chain, type);
    }

    @Override
    void server(X509Certificate[] chain, String type) throws CertificateException {
      throw new CertificateException(
          "no authority is trusted here (expected: one in the settings)");
    }
  }

  private static final class Pinned extends OneWay {
    private final Fingerprint fingerprint;

    Pinned(Fingerprint fingerprint) {
      this.fingerprint = fingerprint;
    }

    @Override
    void client(X509Certificate[] chain, String type) throws CertificateException {
      throw unasked();
    }

    @Override
    void server(X509Certificate[] chain, String type) throws CertificateException {
      Optional<X509Certificate> pin =
          Stream.of(chain).filter(c -> Fingerprint.of(c).equals(fingerprint)).findFirst();
      if (pin.isEmpty()) {
        throw new CertificateException(
            "the server's certificates have other fingerprints than the expected "
                + fingerprint
                + ": it is another collector than the one that made the token, or somebody is in"
                + " between; the token was not shown to it");
      }
      try {
        in(List.of(pin.get())).checkServerTrusted(chain, type);
      } catch (GeneralSecurityException e) {
        throw e instanceof CertificateException known ? known : new CertificateException(e);
      }
    }
  }
}
