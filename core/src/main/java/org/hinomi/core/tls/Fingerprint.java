package org.hinomi.core.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** The SHA-256 of a whole certificate, as {@code openssl x509 -fingerprint -sha256} shows it. */
public final class Fingerprint {
  /** Bytes of a fingerprint. */
  public static final int LENGTH = 32;

  private final byte[] sha256;

  private Fingerprint(byte[] sha256) {
    this.sha256 = sha256;
  }

  public static Fingerprint of(X509Certificate certificate) {
    try {
      return new Fingerprint(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256, which every Java must have", e);
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate that cannot be encoded", e);
    }
  }

  /**
   * @param sha256 32 bytes
   */
  public static Fingerprint of(byte[] sha256) {
    if (sha256.length != LENGTH) {
      throw new IllegalArgumentException(sha256.length + " bytes (expected: " + LENGTH + ")");
    }
    return new Fingerprint(sha256.clone());
  }

  /** Reads 64 hexadecimal digits, with colons or without. */
  public static Fingerprint parse(String text) {
    String digits = text.replace(":", "").toLowerCase(Locale.ROOT);
    if (!digits.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(text + " (expected: SHA-256, 64 hexadecimal digits)");
    }
    return new Fingerprint(HexFormat.of().parseHex(digits));
  }

  public byte[] bytes() {
    return sha256.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fingerprint that && Arrays.equals(sha256, that.sha256);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sha256);
  }

  @Override
  public String toString() {
    return HexFormat.ofDelimiter(":").withUpperCase().formatHex(sha256);
  }
}
