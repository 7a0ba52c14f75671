package org.hinomi.core.tls;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.ECGenParameterSpec;
import java.util.List;

/** New keys, and how keys sign. */
final class Keys {
  private static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
  private static final byte[] RSA_SHA256 =
      Der.sequence(Der.oid("1.2.840.113549.1.1.11"), new byte[] {5, 0});

  private Keys() {}

  /** A new key on the curve P-256. */
  static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no P-256, which every Java must have", e);
    }
  }

  /** The AlgorithmIdentifier of what {@link #sign} writes with this key. */
  static byte[] algorithm(Key key) {
    return key instanceof RSAKey ? RSA_SHA256 : ECDSA_SHA256;
  }

  static byte[] sign(PrivateKey key, byte[] content) throws GeneralSecurityException {
    Signature signature = signature(key);
    signature.initSign(key);
    signature.update(content);
    return signature.sign();
  }

  static boolean verify(PublicKey key, byte[] content, byte[] signed)
      throws GeneralSecurityException {
    Signature signature = signature(key);
    signature.initVerify(key);
    signature.update(content);
    return signature.verify(signed);
  }

  private static Signature signature(Key key) throws GeneralSecurityException {
    if (!List.of("EC", "RSA").contains(key.getAlgorithm())) {
      throw new GeneralSecurityException(key.getAlgorithm() + " key (expected: EC or RSA)");
    }
    return Signature.getInstance(key instanceof RSAKey ? "SHA256withRSA" : "SHA256withECDSA");
  }
}
