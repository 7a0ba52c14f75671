package org.hinomi.collector.keep.stamp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.hinomi.core.tls.Pem;

/**
 * Whose time stamps count.
 *
 * @param source what names them; empty: those that Java comes with
 */
public record Authorities(String source, List<X509Certificate> certificates) {
  public Authorities {
    certificates = List.copyOf(certificates);
  }

  /**
   * Those of a PEM file: certificates of authorities, or of the servers that sign.
   *
   * @throws IOException where there is none in it
   */
  public static Authorities of(Path file) throws IOException {
    try {
      return new Authorities(file.toString(), Pem.certificates(Files.readString(file)));
    } catch (CertificateException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /** Those that Java comes with. */
  public static Authorities ofJava() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return new Authorities(
          "",
          Stream.of(factory.getTrustManagers())
              .filter(X509TrustManager.class::isInstance)
              .flatMap(each -> Stream.of(((X509TrustManager) each).getAcceptedIssuers()))
              .toList());
    } catch (GeneralSecurityException e) {
      return new Authorities("", List.of());
    }
  }

  static Set<TrustAnchor> anchors(List<X509Certificate> certificates) {
    return certificates.stream()
        .map(certificate -> new TrustAnchor(certificate, null))
        .collect(Collectors.toSet());
  }
}
