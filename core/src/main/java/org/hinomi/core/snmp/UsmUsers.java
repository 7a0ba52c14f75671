package org.hinomi.core.snmp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snmp4j.asn1.BERInputStream;

/**
 * Checks, opens and seals SNMPv3 messages of known users (RFC 3414), whatever the engine: keys are
 * localized when an engine is first seen. Not thread-safe.
 *
 * <p>SNMP4J's USM class also holds each message against the clock (section 3.2, step 7), where a
 * journal may be decoded again years later; and it makes keys of 1 MiB of passphrase for every
 * engine id that a message claims, before it is known to be authentic. So only its protocols are
 * used here.
 */
public final class UsmUsers {

  /** Pairs of user and engine whose keys are kept; the least recently used go first. */
  private static final int MAX_LOCALIZED = 4096;

  /** Why a message is not taken as its user's, by the names of usmStats (RFC 3414, section 5). */
  public enum Reason {
    UNSUPPORTED_SECURITY_LEVEL,
    UNKNOWN_USER_NAME,
    WRONG_DIGEST,
    DECRYPTION_ERROR
  }

  /**
   * A refusal.
   *
   * @param text for people
   */
  public record Refusal(Reason reason, String text) {}

  private record AtEngine(String user, ByteBuffer engineId) {}

  private final Map<String, SnmpUser> users = new HashMap<>();
  private final UsmDigests digests = new UsmDigests();
  private final Map<AtEngine, UsmKeys> localized =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<AtEngine, UsmKeys> eldest) {
          return size() > MAX_LOCALIZED;
        }
      };

  public UsmUsers(List<SnmpUser> users) {
    for (SnmpUser user : users) {
      this.users.put(user.name(), user);
    }
  }

  /**
   * Checks user, security level and digest, not the time. A message with less security than its
   * user has is refused: anybody could send it in the user's name.
   *
   * @return why the message cannot be taken as its user's; null where it can
   */
  public @Nullable Refusal refusal(UsmMessage head, byte[] message) {
    if (head.encrypted() && !head.authenticated()) {
      return new Refusal(
          Reason.UNSUPPORTED_SECURITY_LEVEL, "msgFlags: privacy without authentication");
    }
    SnmpUser user = users.get(head.userName());
    if (user == null) {
      return new Refusal(
          Reason.UNKNOWN_USER_NAME,
          "not authenticated: SNMPv3 user " + head.userName() + " is not known");
    }
    if (head.authenticated() != (user.auth() != SnmpUser.Auth.NONE)
        || head.encrypted() != (user.priv() != SnmpUser.Priv.NONE)) {
      return new Refusal(
          Reason.UNSUPPORTED_SECURITY_LEVEL,
          "not authenticated: "
              + head.level()
              + " (expected: "
              + user.level()
              + ", as SNMPv3 user "
              + user.name()
              + " is set up)");
    }
    return head.authenticated() ? wrongDigest(user, head, message) : null;
  }

  private @Nullable Refusal wrongDigest(SnmpUser user, UsmMessage head, byte[] message) {
    AtEngine at = new AtEngine(user.name(), ByteBuffer.wrap(head.engineId()));
    UsmKeys kept = localized.get(at);
    UsmKeys keys = kept == null ? new UsmKeys(user, head.engineId(), digests) : kept;
    if (head.authLength() != keys.codeLength()) {
      return new Refusal(
          Reason.WRONG_DIGEST,
          "not authenticated: authentication code of "
              + head.authLength()
              + " octets (expected: "
              + keys.codeLength()
              + " for "
              + user.auth()
              + ")");
    }
    if (!keys.isAuthentic(message, head.authAt())) {
      return new Refusal(
          Reason.WRONG_DIGEST, "not authenticated: wrong digest for SNMPv3 user " + user.name());
    }
    if (kept == null) {
      // Only now: who does not know the passphrase cannot push out the engines of those who do.
      localized.put(at, keys);
    }
    return null;
  }

  /**
   * The scoped PDU of a message that is not refused.
   *
   * @return null where it cannot be decrypted: what comes out is no SEQUENCE of that length
   * @throws IOException where there is none
   */
  public byte @Nullable [] scopedPdu(UsmMessage head, byte[] message) throws IOException {
    BERInputStream in = new BERInputStream(ByteBuffer.wrap(message));
    Ber.skip(in, head.dataAt());
    if (!head.encrypted()) {
      int length = Ber.enter(in, Ber.SEQUENCE, "scopedPDU");
      int end = (int) in.getPosition() + length;
      return Arrays.copyOfRange(message, head.dataAt(), end);
    }
    int length = Ber.enter(in, Ber.OCTET_STRING, "encryptedPDU");
    int from = (int) in.getPosition();
    SnmpUser user = users.get(head.userName());
    if (user == null) {
      return null;
    }
    byte[] plain =
        keys(user, head.engineId())
            .decrypt(message, from, length, head.boots(), head.time(), head.privParameters());
    return plain != null && isSequence(plain) ? plain : null;
  }

  /** Whether a SEQUENCE stands there whole; DES leaves padding behind it. */
  private static boolean isSequence(byte[] plain) {
    try {
      Ber.enter(new BERInputStream(ByteBuffer.wrap(plain)), Ber.SEQUENCE, "scopedPDU");
      return true;
    } catch (IOException | RuntimeException noSequence) {
      return false;
    }
  }

  /** The keys of a user of these; null where it is none. */
  @Nullable UsmKeys keys(String userName, byte[] engineId) {
    SnmpUser user = users.get(userName);
    return user == null ? null : keys(user, engineId);
  }

  private UsmKeys keys(SnmpUser user, byte[] engineId) {
    return localized.computeIfAbsent(
        new AtEngine(user.name(), ByteBuffer.wrap(engineId)),
        ignored -> new UsmKeys(user, engineId, digests));
  }
}
