package org.hinomi.core.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.snmp4j.asn1.BERInputStream;

/**
 * Header and security parameters of an SNMPv3 message of the User-based Security Model (RFC 3412,
 * section 6; RFC 3414, section 2.4).
 *
 * @param id msgID, to be repeated in an answer
 * @param flags 1 authenticated, 2 private, 4 reportable
 * @param engineId msgAuthoritativeEngineID: the sender's own for traps, the receiver's otherwise
 * @param authAt where the authentication parameters stand in the message
 * @param dataAt where msgData, the scoped PDU or the encrypted one, begins
 */
public record UsmMessage(
    int id,
    int flags,
    byte[] engineId,
    int boots,
    int time,
    String userName,
    int authAt,
    int authLength,
    byte[] privParameters,
    int dataAt) {

  static final int AUTHENTICATED = 1;
  static final int PRIVATE = 2;
  static final int REPORTABLE = 4;
  static final int USM = 3;

  private static final int VERSION_3 = 3;
  private static final int LONGEST_NAME = 32;

  /**
   * Reads a message from its beginning.
   *
   * @throws IOException where it is none, saying where and why; SNMP4J throws unchecked exceptions
   *     too where hostile lengths lead it astray
   */
  public static UsmMessage of(byte[] message) throws IOException {
    BERInputStream in = new BERInputStream(ByteBuffer.wrap(message));
    Ber.enter(in, Ber.SEQUENCE, "message");
    int version = Ber.integer(in);
    if (version != VERSION_3) {
      throw new IOException("version " + version + " (expected: 3)");
    }
    return read(in);
  }

  /** Reads on behind the version, up to msgData. */
  public static UsmMessage read(BERInputStream in) throws IOException {
    Ber.enter(in, Ber.SEQUENCE, "msgGlobalData");
    int id = Ber.integer(in);
    Ber.integer(in); // msgMaxSize
    byte[] flags = Ber.octets(in);
    if (flags.length != 1) {
      throw new IOException("msgFlags of " + flags.length + " octets (expected: 1)");
    }
    int model = Ber.integer(in);
    int parameters = Ber.enter(in, Ber.OCTET_STRING, "msgSecurityParameters");
    int dataAt = (int) in.getPosition() + parameters;
    if (model != USM) {
      throw new IOException("security model " + model + " is not supported (expected: 3, USM)");
    }
    Ber.enter(in, Ber.SEQUENCE, "UsmSecurityParameters");
    byte[] engineId = Ber.octets(in);
    int boots = Ber.integer(in);
    int time = Ber.integer(in);
    byte[] userName = Ber.octets(in);
    if (engineId.length > LONGEST_NAME || userName.length > LONGEST_NAME) {
      throw new IOException(
          "msgAuthoritativeEngineID of %d and msgUserName of %d octets (expected: 0..32 each)"
              .formatted(engineId.length, userName.length));
    }
    int authLength = Ber.enter(in, Ber.OCTET_STRING, "msgAuthenticationParameters");
    int authAt = (int) in.getPosition();
    Ber.skip(in, authLength);
    byte[] privParameters = Ber.octets(in);
    Ber.skip(in, dataAt - (int) in.getPosition());
    return new UsmMessage(
        id,
        flags[0] & 0xFF,
        engineId,
        boots,
        time,
        new String(userName, UTF_8),
        authAt,
        authLength,
        privParameters,
        dataAt);
  }

  public boolean authenticated() {
    return (flags & AUTHENTICATED) != 0;
  }

  public boolean encrypted() {
    return (flags & PRIVATE) != 0;
  }

  /** Whether its sender wants to be told where it cannot be accepted. */
  public boolean reportable() {
    return (flags & REPORTABLE) != 0;
  }

  /** The security level by its name in SNMP-FRAMEWORK-MIB. */
  public String level() {
    return encrypted() ? "authPriv" : authenticated() ? "authNoPriv" : "noAuthNoPriv";
  }
}
