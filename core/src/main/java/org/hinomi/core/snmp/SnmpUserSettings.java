package org.hinomi.core.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.settings.Section;

/** Reads a user of SNMPv3 from settings. */
public final class SnmpUserSettings {
  /** RFC 3414, section 11.2, and what Net-SNMP insists on. */
  private static final int SHORTEST = 8;

  private static final String PASSWORD = "-password";

  private SnmpUserSettings() {}

  /**
   * Reads the keys auth, auth-password, priv and priv-password.
   *
   * @param weakAllowed whether MD5 and DES may be chosen
   */
  public static SnmpUser read(Section s, String name, boolean weakAllowed) {
    SnmpUser.Auth auth = s.oneOf("auth", SnmpUser.Auth.class).required();
    SnmpUser.Priv priv = s.oneOf("priv", SnmpUser.Priv.class).orElse(SnmpUser.Priv.NONE);
    if (auth.weak() && !weakAllowed) {
      notWeak(s, "auth", "sha256 or another of the SHA family");
    }
    if (priv.weak() && !weakAllowed) {
      notWeak(s, "priv", "aes128, aes192 or aes256");
    }
    Secret authPassword = password(s, "auth", auth != SnmpUser.Auth.NONE);
    Secret privPassword = password(s, "priv", priv != SnmpUser.Priv.NONE);
    if (auth == SnmpUser.Auth.NONE && priv != SnmpUser.Priv.NONE) {
      s.problem("priv", "without authentication", "an auth other than none, or priv: none");
    }
    boolean authenticated = auth != SnmpUser.Auth.NONE;
    boolean encrypted = authenticated && priv != SnmpUser.Priv.NONE;
    return new SnmpUser(
        name,
        auth,
        authenticated ? authPassword : null,
        encrypted ? priv : SnmpUser.Priv.NONE,
        encrypted ? privPassword : null);
  }

  private static void notWeak(Section s, String key, String better) {
    s.problem(key, "broken", better + "; or weak-protocols: true for what knows nothing better");
  }

  private static Secret password(Section s, String of, boolean wanted) {
    String key = of + PASSWORD;
    if (wanted) {
      Secret secret = s.requiredSecret(key);
      boolean given = s.has(key) || s.has(key + "-file") || s.has(key + "-env");
      // "-" stands in for a secret that could not be read, which is a problem already.
      if (given
          && !secret.reveal().equals("-")
          && secret.reveal().getBytes(UTF_8).length < SHORTEST) {
        s.problem(key, "too short", "at least 8 octets (RFC 3414, section 11.2)");
      }
      return secret;
    }
    Optional<Secret> pointless = s.optionalSecret(key);
    pointless.ifPresent(p -> s.problem(key, "pointless", of + ": other than none beside it"));
    return new Secret("-");
  }
}
