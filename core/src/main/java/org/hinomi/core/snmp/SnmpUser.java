package org.hinomi.core.snmp;

import static java.util.Objects.requireNonNull;

import org.hinomi.core.settings.Secret;
import org.jspecify.annotations.Nullable;
import org.snmp4j.security.AuthHMAC128SHA224;
import org.snmp4j.security.AuthHMAC192SHA256;
import org.snmp4j.security.AuthHMAC256SHA384;
import org.snmp4j.security.AuthHMAC384SHA512;
import org.snmp4j.security.AuthMD5;
import org.snmp4j.security.AuthSHA;
import org.snmp4j.security.AuthenticationProtocol;
import org.snmp4j.security.Priv3DES;
import org.snmp4j.security.PrivAES128;
import org.snmp4j.security.PrivAES192;
import org.snmp4j.security.PrivAES256;
import org.snmp4j.security.PrivDES;
import org.snmp4j.security.PrivacyProtocol;
import org.snmp4j.security.nonstandard.PrivAES192With3DESKeyExtension;
import org.snmp4j.security.nonstandard.PrivAES256With3DESKeyExtension;

/**
 * A user of the User-based Security Model (RFC 3414).
 *
 * @param authPassphrase null exactly where {@code auth} is NONE
 * @param privPassphrase null exactly where {@code priv} is NONE; privacy wants authentication
 */
public record SnmpUser(
    String name,
    Auth auth,
    @Nullable Secret authPassphrase,
    Priv priv,
    @Nullable Secret privPassphrase) {

  /** Authentication protocols (RFC 3414, RFC 7860). */
  public enum Auth {
    NONE,
    MD5,
    SHA,
    SHA224,
    SHA256,
    SHA384,
    SHA512;

    /** Whether it is broken, and only for what knows nothing better. */
    public boolean weak() {
      return this == MD5;
    }

    /** A new instance of the protocol; null for NONE. */
    public @Nullable AuthenticationProtocol protocol() {
      return switch (this) {
        case NONE -> null;
        case MD5 -> new AuthMD5();
        case SHA -> new AuthSHA();
        case SHA224 -> new AuthHMAC128SHA224();
        case SHA256 -> new AuthHMAC192SHA256();
        case SHA384 -> new AuthHMAC256SHA384();
        case SHA512 -> new AuthHMAC384SHA512();
      };
    }
  }

  /**
   * Privacy protocols (RFC 3414, RFC 3826, draft-blumenthal-aes-usm-04). Where the digest is
   * shorter than the key, that draft and draft-reeder-snmpv3-usm-3desede-00 make it longer in
   * different ways; Cisco's devices do it the latter way.
   */
  public enum Priv {
    NONE,
    DES,
    DES3,
    AES128,
    AES192,
    AES256,
    AES192_REEDER,
    AES256_REEDER;

    /** Whether it is broken, and only for what knows nothing better. */
    public boolean weak() {
      return this == DES || this == DES3;
    }

    /** A new instance of the protocol; null for NONE. */
    public @Nullable PrivacyProtocol protocol() {
      return switch (this) {
        case NONE -> null;
        case DES -> new PrivDES();
        case DES3 -> new Priv3DES();
        case AES128 -> new PrivAES128();
        case AES192 -> new PrivAES192();
        case AES256 -> new PrivAES256();
        case AES192_REEDER -> new PrivAES192With3DESKeyExtension();
        case AES256_REEDER -> new PrivAES256With3DESKeyExtension();
      };
    }
  }

  public SnmpUser {
    requireNonNull(name, "name");
    if ((auth == Auth.NONE) != (authPassphrase == null)
        || (priv == Priv.NONE) != (privPassphrase == null)) {
      throw new IllegalArgumentException(
          "user " + name + ": a protocol without passphrase or a passphrase without protocol");
    }
    if (auth == Auth.NONE && priv != Priv.NONE) {
      throw new IllegalArgumentException("user " + name + ": privacy without authentication");
    }
  }

  /** The security level of its messages by its name in SNMP-FRAMEWORK-MIB. */
  public String level() {
    return auth == Auth.NONE ? "noAuthNoPriv" : priv == Priv.NONE ? "authNoPriv" : "authPriv";
  }
}
