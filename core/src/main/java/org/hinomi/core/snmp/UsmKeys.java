package org.hinomi.core.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Arrays;
import org.hinomi.core.settings.Secret;
import org.jspecify.annotations.Nullable;
import org.snmp4j.security.AuthenticationProtocol;
import org.snmp4j.security.ByteArrayWindow;
import org.snmp4j.security.DecryptParams;
import org.snmp4j.security.PrivacyProtocol;
import org.snmp4j.smi.OctetString;

/**
 * The keys of one user at one engine with their protocols (RFC 3414, section 2.6). Not thread-safe.
 */
final class UsmKeys {
  private final SnmpUser user;
  private final byte[] engineId;
  private final UsmDigests digests;
  private final @Nullable AuthenticationProtocol auth;
  private final byte[] authKey;
  private final @Nullable PrivacyProtocol priv;

  /** Made when first wanted: a Reeder extension costs a digest of 1 MiB. */
  private byte @Nullable [] privKey;

  UsmKeys(SnmpUser user, byte[] engineId, UsmDigests digests) {
    this.user = user;
    this.engineId = engineId;
    this.digests = digests;
    this.auth = user.auth().protocol();
    this.priv = user.priv().protocol();
    this.authKey = localized(user.authPassphrase());
  }

  SnmpUser user() {
    return user;
  }

  /** Octets of the authentication code; 0 where the user has none. */
  int codeLength() {
    return auth == null ? 0 : auth.getAuthenticationCodeLength();
  }

  /** Whether the code at {@code codeAt} is that of the message; compared in constant time. */
  boolean isAuthentic(byte[] message, int codeAt) {
    byte[] copy = message.clone(); // the code is calculated with zeros in its place
    sign(copy, codeAt);
    int end = codeAt + codeLength();
    return MessageDigest.isEqual(
        Arrays.copyOfRange(copy, codeAt, end), Arrays.copyOfRange(message, codeAt, end));
  }

  /** Writes the authentication code of the message where it belongs. */
  void sign(byte[] message, int codeAt) {
    if (auth != null) {
      ByteArrayWindow code = new ByteArrayWindow(message, codeAt, codeLength());
      auth.authenticate(authKey, message, 0, message.length, code);
    }
  }

  /** What an encryption gave, with the parameters to decrypt it. */
  record Encrypted(byte[] data, byte[] parameters) {}

  /** Encrypts; the user must have privacy. */
  Encrypted encrypt(byte[] plain, int boots, int time) {
    PrivacyProtocol protocol = protocol();
    DecryptParams parameters = new DecryptParams();
    byte[] data =
        protocol.encrypt(plain, 0, plain.length, privKey(protocol), boots, time, parameters);
    return new Encrypted(
        data,
        Arrays.copyOfRange(
            parameters.array, parameters.offset, parameters.offset + parameters.length));
  }

  /**
   * Decrypts; the user must have privacy.
   *
   * @return null where the octets or parameters are none of the protocol
   */
  byte @Nullable [] decrypt(
      byte[] message, int from, int length, int boots, int time, byte[] parameters) {
    PrivacyProtocol protocol = protocol();
    try {
      return protocol.decrypt(
          message,
          from,
          length,
          privKey(protocol),
          boots,
          time,
          new DecryptParams(parameters, 0, parameters.length));
    } catch (RuntimeException unfit) { // SNMP4J's way to say that a length cannot be
      return null;
    }
  }

  private PrivacyProtocol protocol() {
    if (priv == null) {
      throw new IllegalStateException("SNMPv3 user " + user.name() + " has no privacy protocol");
    }
    return priv;
  }

  private byte[] privKey(PrivacyProtocol protocol) {
    byte[] made = privKey;
    if (made != null) {
      return made;
    }
    Secret passphrase = user.privPassphrase();
    made = localized(passphrase);
    if (made.length > protocol.getMaxKeyLength()) {
      made = Arrays.copyOf(made, protocol.getMaxKeyLength());
    } else if (passphrase != null && auth != null && made.length < protocol.getMinKeyLength()) {
      OctetString text = new OctetString(passphrase.reveal().getBytes(UTF_8));
      made = protocol.extendShortKey(made, text, engineId, auth);
    }
    privKey = made;
    return made;
  }

  private byte[] localized(@Nullable Secret passphrase) {
    return auth == null || passphrase == null
        ? new byte[0]
        : digests.localized(user.auth(), auth, passphrase, engineId);
  }
}
