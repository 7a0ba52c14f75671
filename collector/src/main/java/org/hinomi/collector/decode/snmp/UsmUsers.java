package org.hinomi.collector.decode.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.decode.snmp.SnmpMessage.Security;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.snmp.SnmpUser;
import org.jspecify.annotations.Nullable;
import org.snmp4j.security.AuthenticationProtocol;
import org.snmp4j.security.ByteArrayWindow;
import org.snmp4j.security.DecryptParams;
import org.snmp4j.security.PrivacyProtocol;
import org.snmp4j.smi.OctetString;

/**
 * Checks and opens SNMPv3 messages of known users (RFC 3414), whatever the engine of the sender.
 *
 * <p>SNMP4J's USM class also holds each message against the clock (section 3.2, step 7); a journal
 * may be decoded again years later, so only its protocols are used here. Not thread-safe.
 */
final class UsmUsers {

  /** Localized keys kept; a sender with made-up engine ids cannot fill the memory. */
  private static final int MAX_LOCALIZED = 4096;

  /** RFC 3414, appendix A.2: a passphrase is repeated to as many octets. */
  private static final int EXPANDED = 1 << 20;

  private final Map<String, SnmpUser> users = new HashMap<>();
  private final Map<Secret, Map<SnmpUser.Auth, byte[]>> digests = new HashMap<>();
  private final Map<String, Keys> localized =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Keys> eldest) {
          return size() > MAX_LOCALIZED;
        }
      };

  /** The keys of one user at one engine, with their protocols. */
  private record Keys(
      @Nullable AuthenticationProtocol auth,
      byte[] authKey,
      @Nullable PrivacyProtocol priv,
      byte[] privKey) {}

  UsmUsers(List<SnmpUser> users) {
    for (SnmpUser user : users) {
      this.users.put(user.name(), user);
    }
  }

  /**
   * @return why the message cannot be taken as its user's; null where it can, or where it does not
   *     claim so
   */
  @Nullable String whyNotAuthentic(Security security, byte[] message) {
    if (!security.authenticated()) {
      return security.encrypted() ? "msgFlags: privacy without authentication" : null;
    }
    SnmpUser user = users.get(security.userName());
    if (user == null) {
      return "not authenticated: SNMPv3 user " + security.userName() + " is not known";
    }
    Keys keys = keys(user, security.engineId());
    AuthenticationProtocol auth = keys.auth;
    if (auth == null) {
      return "not authenticated: SNMPv3 user " + user.name() + " has no authentication protocol";
    }
    int length = auth.getAuthenticationCodeLength();
    if (security.authLength() != length) {
      return "not authenticated: authentication code of "
          + security.authLength()
          + " octets (expected: "
          + length
          + " for "
          + user.auth()
          + ")";
    }
    byte[] copy = message.clone(); // the check writes zeros where the code stands
    ByteArrayWindow code = new ByteArrayWindow(copy, security.authAt(), length);
    return auth.isAuthentic(keys.authKey, copy, 0, copy.length, code)
        ? null
        : "not authenticated: wrong digest for SNMPv3 user " + user.name();
  }

  /** Decrypts {@code message[from .. from+length)} of a message that is authentic. */
  byte[] decrypt(Security security, byte[] message, int from, int length) throws IOException {
    SnmpUser user = users.get(security.userName());
    if (user == null) {
      throw new IOException("encrypted: SNMPv3 user " + security.userName() + " is not known");
    }
    Keys keys = keys(user, security.engineId());
    PrivacyProtocol priv = keys.priv;
    if (priv == null) {
      throw new IOException("encrypted: SNMPv3 user " + user.name() + " has no privacy protocol");
    }
    byte[] parameters = security.privParameters();
    byte[] plain =
        priv.decrypt(
            message,
            from,
            length,
            keys.privKey,
            security.boots(),
            security.time(),
            new DecryptParams(parameters, 0, parameters.length));
    if (plain == null) {
      throw new IOException("encrypted: cannot be decrypted for SNMPv3 user " + user.name());
    }
    return plain;
  }

  private Keys keys(SnmpUser user, byte[] engineId) {
    return localized.computeIfAbsent(
        user.name() + '@' + HexFormat.of().formatHex(engineId), ignored -> make(user, engineId));
  }

  private Keys make(SnmpUser user, byte[] engineId) {
    AuthenticationProtocol auth = user.auth().protocol();
    Secret authPassphrase = user.authPassphrase();
    if (auth == null || authPassphrase == null) {
      return new Keys(null, new byte[0], null, new byte[0]);
    }
    byte[] authKey = localize(user.auth(), auth, authPassphrase, engineId);
    PrivacyProtocol priv = user.priv().protocol();
    Secret privPassphrase = user.privPassphrase();
    if (priv == null || privPassphrase == null) {
      return new Keys(auth, authKey, null, new byte[0]);
    }
    byte[] privKey = localize(user.auth(), auth, privPassphrase, engineId);
    if (privKey.length > priv.getMaxKeyLength()) {
      privKey = Arrays.copyOf(privKey, priv.getMaxKeyLength());
    } else if (privKey.length < priv.getMinKeyLength()) {
      OctetString passphrase = new OctetString(privPassphrase.reveal().getBytes(UTF_8));
      privKey = priv.extendShortKey(privKey, passphrase, engineId, auth);
    }
    return new Keys(auth, authKey, priv, privKey);
  }

  /** RFC 3414, section 2.6: H(Ku, engine id, Ku). Ku is kept: it costs a digest of 1 MiB. */
  private byte[] localize(
      SnmpUser.Auth kind, AuthenticationProtocol auth, Secret passphrase, byte[] engineId) {
    byte[] ku =
        digests
            .computeIfAbsent(passphrase, ignored -> new HashMap<>())
            .computeIfAbsent(kind, ignored -> auth.hash(expand(passphrase)));
    byte[] input = Arrays.copyOf(ku, 2 * ku.length + engineId.length);
    System.arraycopy(engineId, 0, input, ku.length, engineId.length);
    System.arraycopy(ku, 0, input, ku.length + engineId.length, ku.length);
    return auth.hash(input);
  }

  private static byte[] expand(Secret passphrase) {
    byte[] text = passphrase.reveal().getBytes(UTF_8);
    byte[] expanded = new byte[EXPANDED];
    for (int i = 0; i < EXPANDED && text.length > 0; i++) {
      expanded[i] = text[i % text.length];
    }
    return expanded;
  }
}
