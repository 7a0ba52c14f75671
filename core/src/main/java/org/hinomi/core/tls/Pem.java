package org.hinomi.core.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keys and certificates as text (RFC 7468): certificates, and private keys in PKCS#8 (EC, RSA,
 * Ed25519) or in the older form that {@code openssl genrsa -traditional} writes (PKCS#1). A key is
 * never part of a message.
 */
public final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String PKCS8 = "PRIVATE KEY";
  private static final String PKCS1 = "RSA PRIVATE KEY";
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");
  private static final byte[] RSA =
      Der.sequence(Der.oid("1.2.840.113549.1.1.1"), new byte[] {5, 0});
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private Pem() {}

  /**
   * The certificates in a text, in their order; other blocks are passed over.
   *
   * @throws CertificateException where there is none, or one cannot be read
   */
  public static List<X509Certificate> certificates(String text) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> certificates = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      if (block.group(1).equals(CERTIFICATE)) {
        try {
          certificates.add(
              (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(decode(block.group(2)))));
        } catch (IllegalArgumentException e) {
          throw new CertificateException(
              "certificate " + (certificates.size() + 1) + " is damaged", e);
        }
      }
    }
    if (certificates.isEmpty()) {
      throw new CertificateException("no certificate (expected: -----BEGIN CERTIFICATE-----)");
    }
    return List.copyOf(certificates);
  }

  /**
   * The first private key in a text.
   *
   * @throws GeneralSecurityException where there is none that can be used, and what to do about it
   */
  public static PrivateKey privateKey(String text) throws GeneralSecurityException {
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      String type = block.group(1);
      if (type.equals(PKCS8)) {
        return pkcs8(decodeKey(block.group(2)));
      }
      if (type.equals(PKCS1)) {
        return pkcs8(
            Der.sequence(new byte[] {2, 1, 0}, RSA, Der.octets(decodeKey(block.group(2)))));
      }
      if (type.endsWith(PKCS8)) {
        throw new GeneralSecurityException(
            "a key in the form \""
                + type
                + "\" (expected: PKCS#8 without a password; convert it with: openssl pkcs8 -topk8"
                + " -nocrypt -in KEY -out NEW)");
      }
    }
    throw new GeneralSecurityException("no private key (expected: -----BEGIN PRIVATE KEY-----)");
  }

  /** Certificates as PEM, one behind the other. */
  public static String text(List<X509Certificate> certificates) throws CertificateException {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : certificates) {
      text.append(block(CERTIFICATE, certificate.getEncoded()));
    }
    return text.toString();
  }

  /** A key as PKCS#8 in PEM. */
  public static String text(PrivateKey key) {
    return block(PKCS8, key.getEncoded());
  }

  private static String block(String type, byte[] der) {
    return "-----BEGIN "
        + type
        + "-----\n"
        + new String(LINES.encode(der), US_ASCII)
        + "\n-----END "
        + type
        + "-----\n";
  }

  private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (GeneralSecurityException e) {
        // Not of this kind; what is wrong with it is nothing to repeat, it may quote the key.
      }
    }
    throw new GeneralSecurityException("a private key that is neither EC nor RSA nor Ed25519");
  }

  private static byte[] decodeKey(String base64) throws GeneralSecurityException {
    try {
      return decode(base64);
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("a private key that is damaged (expected: base64)");
    }
  }

  private static byte[] decode(String base64) {
    return Base64.getMimeDecoder().decode(base64.getBytes(ISO_8859_1));
  }
}
