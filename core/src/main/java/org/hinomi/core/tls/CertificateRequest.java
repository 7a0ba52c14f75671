package org.hinomi.core.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/**
 * A request for a certificate (PKCS#10, RFC 2986). Who it is for is decided by whoever grants it,
 * so the subject is not read.
 *
 * @param key EC on P-256 or P-384, or RSA of 2048 bits or more; its owner has signed the request
 */
public record CertificateRequest(PublicKey key) {
  private static final byte[] EC_KEY = Der.oid("1.2.840.10045.2.1");
  private static final int LEAST_RSA = 2048;
  private static final int MOST_RSA = 8192;

  /**
   * A new key and the request for its certificate.
   *
   * @param request DER
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  public record NewKey(PrivateKey key, byte[] request) {}

  /** Makes a key on P-256, and asks for its certificate. */
  public static NewKey newKey(String commonName) throws GeneralSecurityException {
    KeyPair keys = Keys.generate();
    return new NewKey(keys.getPrivate(), encode(keys, commonName));
  }

  static byte[] encode(KeyPair keys, String commonName) throws GeneralSecurityException {
    byte[] info =
        Der.sequence(
            Der.integer(BigInteger.ZERO),
            Certificates.name(commonName),
            keys.getPublic().getEncoded(),
            Der.context(0, true));
    return Der.sequence(
        info, Keys.algorithm(keys.getPrivate()), Der.bits(Keys.sign(keys.getPrivate(), info)));
  }

  /**
   * Reads a request and verifies its signature.
   *
   * @throws GeneralSecurityException where it is malformed, signed by somebody else, or for a key
   *     that is too weak
   */
  public static CertificateRequest read(byte[] der) throws GeneralSecurityException {
    try {
      DerReader request = new DerReader(der).enter(Der.SEQUENCE);
      byte[] info = request.whole(Der.SEQUENCE);
      byte[] algorithm = request.whole(Der.SEQUENCE);
      byte[] signature = request.read(Der.BIT_STRING);
      DerReader inside = new DerReader(info).enter(Der.SEQUENCE);
      inside.read(Der.INTEGER);
      inside.read(Der.SEQUENCE);
      PublicKey key = key(inside.whole(Der.SEQUENCE));
      if (signature.length < 2
          || signature[0] != 0
          || !Arrays.equals(algorithm, Keys.algorithm(key))
          || !Keys.verify(key, info, Arrays.copyOfRange(signature, 1, signature.length))) {
        throw new GeneralSecurityException(
            "certificate request: not signed with its own key (expected: SHA-256 with ECDSA or"
                + " RSA)");
      }
      return new CertificateRequest(key);
    } catch (DerReader.MalformedException e) {
      throw new GeneralSecurityException("certificate request: " + e.getMessage(), e);
    }
  }

  private static PublicKey key(byte[] subjectPublicKeyInfo)
      throws GeneralSecurityException, DerReader.MalformedException {
    byte[] algorithm =
        new DerReader(subjectPublicKeyInfo).enter(Der.SEQUENCE).enter(Der.SEQUENCE).whole(Der.OID);
    boolean ec = Arrays.equals(algorithm, EC_KEY);
    PublicKey key =
        KeyFactory.getInstance(ec ? "EC" : "RSA")
            .generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo));
    boolean good =
        switch (key) {
          case ECPublicKey point -> point.getParams().getOrder().bitLength() >= 256;
          case RSAPublicKey rsa ->
              rsa.getModulus().bitLength() >= LEAST_RSA
                  && rsa.getModulus().bitLength() <= MOST_RSA
                  && rsa.getPublicExponent().bitLength() <= 32;
          default -> false;
        };
    if (!good) {
      throw new GeneralSecurityException(
          "certificate request: a weak key (expected: EC from 256 bits, or RSA of 2048..8192)");
    }
    return key;
  }
}
