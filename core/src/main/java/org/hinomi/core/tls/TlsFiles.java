package org.hinomi.core.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hinomi.core.file.OwnerFiles;
import org.jspecify.annotations.Nullable;

/**
 * The PEM files of one end of TLS connections.
 *
 * @param certificate its own certificate, then those above it; null: it has none
 * @param key the key to it; may be the same file
 * @param trusted authorities whose certificates are believed; none: nobody is
 */
public record TlsFiles(@Nullable Path certificate, @Nullable Path key, List<Path> trusted) {
  private static final long LARGEST = 1L << 20;

  public TlsFiles {
    trusted = List.copyOf(trusted);
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException(
          "certificate " + certificate + ", key " + key + " (expected: both or none)");
    }
  }

  /** What the files hold. */
  record Material(
      List<X509Certificate> chain, @Nullable PrivateKey key, List<X509Certificate> trusted) {}

  /** All files, each once. */
  List<Path> all() {
    return Stream.concat(Stream.of(certificate, key).mapMulti(TlsFiles::present), trusted.stream())
        .distinct()
        .toList();
  }

  private static void present(@Nullable Path file, Consumer<Path> to) {
    if (file != null) {
      to.accept(file);
    }
  }

  /**
   * Reads them.
   *
   * @throws IOException where one cannot be read or does not hold what it should, with its name;
   *     never with what is in it
   */
  Material read() throws IOException {
    List<X509Certificate> authorities = new ArrayList<>();
    for (Path file : trusted) {
      authorities.addAll(certificates(file));
    }
    if (certificate == null || key == null) {
      return new Material(List.of(), null, authorities);
    }
    List<X509Certificate> chain = certificates(certificate);
    PrivateKey secret;
    try {
      secret = Pem.privateKey(text(key));
    } catch (GeneralSecurityException e) {
      throw new IOException(key + ": " + e.getMessage(), e);
    }
    if (!fits(secret, chain.getFirst())) {
      throw new IOException(
          key
              + ": not the key to the first certificate in "
              + certificate
              + " (expected: the key that the certificate was made for)");
    }
    OwnerFiles.warnOfOthers(key);
    return new Material(chain, secret, authorities);
  }

  private static List<X509Certificate> certificates(Path file) throws IOException {
    try {
      return Pem.certificates(text(file));
    } catch (GeneralSecurityException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static String text(Path file) throws IOException {
    try {
      if (Files.size(file) > LARGEST) {
        throw new IOException(file + ": larger than 1MiB (expected: PEM)");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": no such file (expected: PEM)", e);
    }
  }

  private static boolean fits(PrivateKey key, X509Certificate certificate) {
    byte[] probe = new byte[32];
    new SecureRandom().nextBytes(probe);
    try {
      String algorithm = key.getAlgorithm();
      if (!algorithm.equals("EC") && !algorithm.equals("RSA")) {
        return algorithm.equals(certificate.getPublicKey().getAlgorithm());
      }
      return Keys.verify(certificate.getPublicKey(), probe, Keys.sign(key, probe));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
