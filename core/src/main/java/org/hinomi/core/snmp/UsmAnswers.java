package org.hinomi.core.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.OID;

/**
 * Makes the answers that an authoritative engine gives to SNMPv3 messages: Reports (RFC 3414,
 * section 3.2) and what was asked for. Not thread-safe.
 */
public final class UsmAnswers {

  /** What a Report says, with the object of its counter (RFC 3414, section 5). */
  public enum Report {
    UNSUPPORTED_SECURITY_LEVEL(SnmpConstants.usmStatsUnsupportedSecLevels),
    NOT_IN_TIME_WINDOW(SnmpConstants.usmStatsNotInTimeWindows),
    UNKNOWN_USER_NAME(SnmpConstants.usmStatsUnknownUserNames),
    UNKNOWN_ENGINE_ID(SnmpConstants.usmStatsUnknownEngineIDs),
    WRONG_DIGEST(SnmpConstants.usmStatsWrongDigests),
    DECRYPTION_ERROR(SnmpConstants.usmStatsDecryptionErrors);

    private final OID counter;

    Report(OID counter) {
      this.counter = counter;
    }

    /** The one whose counter, or the instance of it, this is. */
    static Optional<Report> of(OID oid) {
      return Arrays.stream(values()).filter(report -> oid.startsWith(report.counter)).findFirst();
    }
  }

  private static final int REPORT_PDU = 0xA8;
  private static final int COUNTER32 = 0x41;

  /** What UDP over IPv4 can carry. */
  private static final int MAX_SIZE = 65_507;

  private static final byte[] NOTHING = {};

  private final SnmpEngine engine;
  private final byte[] engineId;
  private final UsmUsers users;

  public UsmAnswers(SnmpEngine engine, UsmUsers users) {
    this.engine = engine;
    this.engineId = engine.id();
    this.users = users;
  }

  /**
   * A Report. It is not authenticated, but for that of the time, which is only believed if it is.
   *
   * @param requestId of the message that could not be accepted; 0 where it is not known
   * @param count of such messages so far
   */
  public byte[] report(UsmMessage to, Report what, int requestId, int count) {
    byte[] value = Ber.integer(count & Integer.MAX_VALUE);
    value[0] = COUNTER32;
    byte[] pdu =
        Ber.element(
            REPORT_PDU,
            Ber.integer(requestId),
            Ber.integer(0),
            Ber.integer(0),
            Ber.element(Ber.SEQUENCE, Ber.element(Ber.SEQUENCE, instance(what.counter), value)));
    byte[] scoped =
        Ber.element(
            Ber.SEQUENCE,
            Ber.element(Ber.OCTET_STRING, engineId),
            Ber.element(Ber.OCTET_STRING),
            pdu);
    boolean sign = what == Report.NOT_IN_TIME_WINDOW;
    return message(to.id(), sign ? UsmMessage.AUTHENTICATED : 0, to.userName(), scoped);
  }

  /** Seals an answer as the message was that it answers. */
  public byte[] seal(UsmMessage to, byte[] scopedPdu) {
    int level = to.flags() & (UsmMessage.AUTHENTICATED | UsmMessage.PRIVATE);
    return message(to.id(), level, to.userName(), scopedPdu);
  }

  private byte[] message(int id, int flags, String userName, byte[] scopedPdu) {
    UsmKeys keys = flags == 0 ? null : users.keys(userName, engineId);
    int boots = engine.boots();
    int time = engine.time();
    byte[] data = scopedPdu;
    byte[] salt = NOTHING;
    if (keys != null && (flags & UsmMessage.PRIVATE) != 0) {
      UsmKeys.Encrypted encrypted = keys.encrypt(scopedPdu, boots, time);
      data = Ber.element(Ber.OCTET_STRING, encrypted.data());
      salt = encrypted.parameters();
    }
    byte[] header =
        Ber.element(
            Ber.SEQUENCE,
            Ber.integer(id),
            Ber.integer(MAX_SIZE),
            Ber.element(Ber.OCTET_STRING, new byte[] {(byte) flags}),
            Ber.integer(UsmMessage.USM));
    byte[] code = new byte[keys == null ? 0 : keys.codeLength()];
    byte[] privParameters = Ber.element(Ber.OCTET_STRING, salt);
    byte[] security =
        Ber.element(
            Ber.OCTET_STRING,
            Ber.element(
                Ber.SEQUENCE,
                Ber.element(Ber.OCTET_STRING, engineId),
                Ber.integer(boots),
                Ber.integer(time),
                Ber.element(Ber.OCTET_STRING, userName.getBytes(UTF_8)),
                Ber.element(Ber.OCTET_STRING, code),
                privParameters));
    byte[] message = Ber.element(Ber.SEQUENCE, Ber.integer(3), header, security, data);
    sign(keys, message, message.length - data.length - privParameters.length - code.length);
    return message;
  }

  private static void sign(@Nullable UsmKeys keys, byte[] message, int codeAt) {
    if (keys != null) {
      keys.sign(message, codeAt);
    }
  }

  private static byte[] instance(OID counter) {
    OID instance = counter.last() == 0 ? counter : new OID(counter.getValue(), 0);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      instance.encodeBER(out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // an array takes all
    }
    return out.toByteArray();
  }
}
