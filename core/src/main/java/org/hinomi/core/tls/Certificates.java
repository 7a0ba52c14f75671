package org.hinomi.core.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes the three kinds of certificate (RFC 5280) that a collector with its own authority needs:
 * the authority's own, those of collectors (server and client) and those of agents (client alone,
 * so that no agent can pass for a collector).
 */
public final class Certificates {
  /** Clocks of two machines differ. */
  private static final Duration BACKDATED = Duration.ofHours(1);

  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final byte[] DIGITAL_SIGNATURE =
      Der.of(Der.BIT_STRING, new byte[] {7, (byte) 0x80});
  private static final byte[] SIGN_CERTIFICATES = Der.of(Der.BIT_STRING, new byte[] {1, 0x06});

  private final Instant now;
  private final RandomGenerator random;

  /**
   * @param random serial numbers; from a source that cannot be guessed (CA/Browser Forum 7.1)
   */
  public Certificates(Instant now, RandomGenerator random) {
    this.now = now;
    this.random = random;
  }

  /** A certificate and its key. */
  public record Issued(X509Certificate certificate, PrivateKey key) {}

  /** A new authority that has signed itself. */
  public Issued authority(String commonName, Duration validity) throws GeneralSecurityException {
    KeyPair keys = Keys.generate();
    List<byte[]> extensions =
        List.of(
            extension("2.5.29.19", true, Der.sequence(Der.bool(true))),
            extension("2.5.29.15", true, SIGN_CERTIFICATES),
            extension("2.5.29.14", false, Der.octets(keyId(keys.getPublic()))));
    byte[] name = name(commonName);
    X509Certificate certificate =
        sign(keys.getPrivate(), name, name, keys.getPublic(), validity, extensions);
    return new Issued(certificate, keys.getPrivate());
  }

  /**
   * A collector's certificate.
   *
   * @param names host names and addresses under which it is reached, at least one
   */
  public Issued collector(Issued authority, List<String> names, Duration validity)
      throws GeneralSecurityException {
    KeyPair keys = Keys.generate();
    X509Certificate certificate =
        leaf(authority, keys.getPublic(), names, null, validity, SERVER_AUTH, CLIENT_AUTH);
    return new Issued(certificate, keys.getPrivate());
  }

  /**
   * An agent's certificate, for a key that it keeps for itself.
   *
   * @param names the host names that it writes as, at least one
   * @param agentId null: a sender that is no agent of ours
   */
  public X509Certificate agent(
      Issued authority,
      PublicKey key,
      List<String> names,
      @Nullable String agentId,
      Duration validity)
      throws GeneralSecurityException {
    return leaf(authority, key, names, agentId, validity, CLIENT_AUTH);
  }

  private X509Certificate leaf(
      Issued authority,
      PublicKey key,
      List<String> names,
      @Nullable String agentId,
      Duration validity,
      String... usages)
      throws GeneralSecurityException {
    List<byte[]> alternatives = new ArrayList<>();
    for (String name : names) {
      alternatives.add(alternative(name));
    }
    if (agentId != null) {
      alternatives.add(Der.context(6, false, ascii(PeerIdentity.AGENT_URI + agentId)));
    }
    byte[][] purposes = new byte[usages.length][];
    for (int i = 0; i < usages.length; i++) {
      purposes[i] = Der.oid(usages[i]);
    }
    X509Certificate issuer = authority.certificate();
    List<byte[]> extensions =
        List.of(
            extension("2.5.29.19", true, Der.sequence()),
            extension("2.5.29.15", true, DIGITAL_SIGNATURE),
            extension("2.5.29.37", false, Der.sequence(purposes)),
            extension("2.5.29.17", false, Der.sequence(alternatives.toArray(byte[][]::new))),
            extension("2.5.29.14", false, Der.octets(keyId(key))),
            extension(
                "2.5.29.35",
                false,
                Der.sequence(Der.context(0, false, keyId(issuer.getPublicKey())))));
    return sign(
        authority.key(),
        issuer.getSubjectX500Principal().getEncoded(),
        name(names.getFirst()),
        key,
        validity,
        extensions);
  }

  private X509Certificate sign(
      PrivateKey issuerKey,
      byte[] issuer,
      byte[] subject,
      PublicKey key,
      Duration validity,
      List<byte[]> extensions)
      throws GeneralSecurityException {
    byte[] content =
        Der.sequence(
            Der.context(0, true, Der.integer(BigInteger.TWO)),
            Der.integer(serial()),
            Keys.algorithm(issuerKey),
            issuer,
            Der.sequence(Der.time(now.minus(BACKDATED)), Der.time(now.plus(validity))),
            subject,
            key.getEncoded(),
            Der.context(3, true, Der.sequence(extensions.toArray(byte[][]::new))));
    byte[] whole =
        Der.sequence(content, Keys.algorithm(issuerKey), Der.bits(Keys.sign(issuerKey, content)));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(whole));
  }

  /** A distinguished name of a common name alone, cut to what RFC 5280 (A.1) allows. */
  static byte[] name(String commonName) {
    String cut = commonName.length() <= 64 ? commonName : commonName.substring(0, 64);
    return Der.sequence(Der.of(Der.SET, Der.sequence(Der.oid("2.5.4.3"), Der.utf8(cut))));
  }

  private static byte[] alternative(String name) {
    if (!PeerIdentity.isName(name)) {
      throw new IllegalArgumentException(
          name + " (expected: a host name of at most 255 printable ASCII characters)");
    }
    try {
      return Der.context(7, false, InetAddress.ofLiteral(name).getAddress());
    } catch (IllegalArgumentException notAnAddress) {
      return Der.context(2, false, ascii(name));
    }
  }

  private static byte[] extension(String oid, boolean critical, byte[] value) {
    return critical
        ? Der.sequence(Der.oid(oid), Der.bool(true), Der.octets(value))
        : Der.sequence(Der.oid(oid), Der.octets(value));
  }

  /** RFC 7093, method 1: of the bits of the key, as of nothing else, 160 of their SHA-256. */
  private static byte[] keyId(PublicKey key) throws GeneralSecurityException {
    try {
      DerReader info = new DerReader(key.getEncoded()).enter(Der.SEQUENCE);
      info.read(Der.SEQUENCE);
      byte[] bits = info.read(Der.BIT_STRING);
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bits, 1, bits.length - 1);
      return Arrays.copyOf(digest.digest(), 20);
    } catch (DerReader.MalformedException e) {
      throw new GeneralSecurityException("a public key in an unknown form", e);
    }
  }

  private BigInteger serial() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    bytes[0] = (byte) (bytes[0] & 0x7f | 0x40);
    return new BigInteger(1, bytes);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
