package org.hinomi.core.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.hinomi.core.settings.Secret;
import org.snmp4j.security.AuthenticationProtocol;

/**
 * The digests Ku of passphrases, kept since each costs a digest of 1 MiB (RFC 3414, appendix A.2).
 * Not thread-safe.
 */
final class UsmDigests {
  private static final int EXPANDED = 1 << 20;

  private record Of(SnmpUser.Auth auth, Secret passphrase) {}

  private final Map<Of, byte[]> digests = new HashMap<>();

  /** The key for one engine: H(Ku, engine id, Ku) (RFC 3414, section 2.6). */
  byte[] localized(
      SnmpUser.Auth kind, AuthenticationProtocol auth, Secret passphrase, byte[] engineId) {
    byte[] ku =
        digests.computeIfAbsent(
            new Of(kind, passphrase), ignored -> auth.hash(expanded(passphrase)));
    byte[] input = Arrays.copyOf(ku, 2 * ku.length + engineId.length);
    System.arraycopy(engineId, 0, input, ku.length, engineId.length);
    System.arraycopy(ku, 0, input, ku.length + engineId.length, ku.length);
    return auth.hash(input);
  }

  private static byte[] expanded(Secret passphrase) {
    byte[] text = passphrase.reveal().getBytes(UTF_8);
    byte[] expanded = new byte[EXPANDED];
    for (int i = 0; i < EXPANDED && text.length > 0; i++) {
      expanded[i] = text[i % text.length];
    }
    return expanded;
  }
}
