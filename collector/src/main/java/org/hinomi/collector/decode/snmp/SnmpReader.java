package org.hinomi.collector.decode.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.hinomi.collector.decode.snmp.SnmpMessage.Security;
import org.hinomi.collector.decode.snmp.SnmpMessage.V1Trap;
import org.snmp4j.PDU;
import org.snmp4j.asn1.BER;
import org.snmp4j.asn1.BERInputStream;
import org.snmp4j.smi.AbstractVariable;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.IpAddress;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.VariableBinding;

/**
 * Reads SNMP messages (RFC 1157, 1901, 3416, 3412) piece by piece with SNMP4J's BER, so that what
 * stands before a fault is not lost. Not thread-safe.
 */
final class SnmpReader {

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final int MAX_FAULT = 200;

  private final UsmUsers users;

  SnmpReader(UsmUsers users) {
    this.users = users;
  }

  /** Reads one message. Never throws for its input. */
  SnmpMessage read(byte[] bytes) {
    SnmpMessage message = new SnmpMessage();
    BERInputStream in = new BERInputStream(ByteBuffer.wrap(bytes));
    try {
      readMessage(bytes, in, message);
    } catch (IOException | RuntimeException e) {
      // SNMP4J throws unchecked exceptions too where hostile lengths and tags lead it astray.
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      String at = "SNMP message cannot be read at octet " + in.getPosition() + ": ";
      message.fault = at + reason.substring(0, Math.min(MAX_FAULT, reason.length()));
    }
    return message;
  }

  private void readMessage(byte[] bytes, BERInputStream in, SnmpMessage message)
      throws IOException {
    enter(in, SEQUENCE, "message");
    int version = integer(in);
    message.version = version;
    switch (version) {
      case SnmpMessage.V1, SnmpMessage.V2C -> {
        new OctetString().decodeBER(in); // the community
        readPdu(in, message);
      }
      case SnmpMessage.V3 -> readVersion3(bytes, in, message);
      default -> throw new IOException("version " + version + " (expected: 0, 1 or 3)");
    }
  }

  private void readVersion3(byte[] bytes, BERInputStream in, SnmpMessage message)
      throws IOException {
    enter(in, SEQUENCE, "msgGlobalData");
    integer(in); // msgID
    integer(in); // msgMaxSize
    OctetString flags = octets(in);
    if (flags.length() != 1) {
      throw new IOException("msgFlags of " + flags.length() + " octets (expected: 1)");
    }
    int model = integer(in);
    int parameters = enter(in, OCTET_STRING, "msgSecurityParameters");
    if (model != Security.USM) {
      message.fault = "security model " + model + " is not supported (expected: 3, USM)";
      skip(in, parameters);
      return;
    }
    enter(in, SEQUENCE, "UsmSecurityParameters");
    byte[] engineId = octets(in).getValue();
    int boots = integer(in);
    int time = integer(in);
    String userName = new String(octets(in).getValue(), UTF_8);
    int authLength = enter(in, OCTET_STRING, "msgAuthenticationParameters");
    int authAt = (int) in.getPosition();
    skip(in, authLength);
    byte[] privParameters = octets(in).getValue();
    Security security =
        new Security(
            flags.get(0),
            model,
            engineId,
            boots,
            time,
            userName,
            authAt,
            authLength,
            privParameters);
    message.security = security;

    message.fault = users.whyNotAuthentic(security, bytes);
    if (!security.encrypted()) {
      readScopedPdu(in, message);
      return;
    }
    if (message.fault != null) {
      return;
    }
    int length = enter(in, OCTET_STRING, "encryptedPDU");
    byte[] plain = users.decrypt(security, bytes, (int) in.getPosition(), length);
    readScopedPdu(new BERInputStream(ByteBuffer.wrap(plain)), message);
  }

  private static void readScopedPdu(BERInputStream in, SnmpMessage message) throws IOException {
    enter(in, SEQUENCE, "scopedPDU");
    octets(in); // contextEngineID
    message.contextName = new String(octets(in).getValue(), UTF_8);
    readPdu(in, message);
  }

  private static void readPdu(BERInputStream in, SnmpMessage message) throws IOException {
    BER.MutableByte tag = new BER.MutableByte();
    BER.decodeHeader(in, tag);
    int type = tag.getValue();
    if (type < PDU.GET || type > PDU.REPORT) { // both negative as bytes: 0xA0..0xA8
      throw new IOException(
          "PDU tag 0x" + Integer.toHexString(type & 0xFF) + " (expected: 0xa0..0xa8)");
    }
    message.pduType = type;
    if (type == PDU.V1TRAP) {
      OID enterprise = oid(in, message);
      IpAddress agentAddress = new IpAddress();
      agentAddress.decodeBER(in);
      int generic = integer(in);
      int specific = integer(in);
      TimeTicks timeStamp = new TimeTicks();
      timeStamp.decodeBER(in);
      message.v1Trap =
          new V1Trap(enterprise, agentAddress, generic, specific, timeStamp.getValue());
    } else {
      message.requestId = integer(in);
      message.errorStatus = integer(in); // non-repeaters in a GetBulkRequest-PDU
      integer(in); // error-index, max-repetitions
    }
    int length = enter(in, SEQUENCE, "variable-bindings");
    long end = in.getPosition() + length;
    while (in.getPosition() < end) {
      enter(in, SEQUENCE, "VarBind");
      OID name = oid(in, message);
      message.varBinds.add(new VariableBinding(name, AbstractVariable.createFromBER(in)));
    }
  }

  /**
   * Reads an OID. One whose sub-identifiers begin with superfluous octets (X.690, 8.19.2) is read
   * as everybody reads it, and is a fault: it is a way past filters that compare octets.
   */
  private static OID oid(BERInputStream in, SnmpMessage message) throws IOException {
    in.mark(8);
    int length = BER.decodeHeader(in, new BER.MutableByte());
    in.reset();
    OID oid = new OID();
    oid.decodeBER(in);
    if (BER.getOIDLength(oid.getValue()) != length && message.fault == null) {
      message.fault = "OID " + oid.toDottedString() + " has superfluous octets (X.690, 8.19.2)";
    }
    return oid;
  }

  /** Reads tag and length, and gives the length. */
  private static int enter(BERInputStream in, int tag, String what) throws IOException {
    BER.MutableByte type = new BER.MutableByte();
    int length = BER.decodeHeader(in, type);
    if ((type.getValue() & 0xFF) != tag) {
      throw new IOException(
          "%s has tag 0x%02x (expected: 0x%02x)".formatted(what, type.getValue() & 0xFF, tag));
    }
    if (length < 0 || length > in.available()) {
      throw new IOException(
          what + " of " + length + " octets, where " + in.available() + " are left");
    }
    return length;
  }

  private static int integer(BERInputStream in) throws IOException {
    Integer32 value = new Integer32();
    value.decodeBER(in);
    return value.getValue();
  }

  private static OctetString octets(BERInputStream in) throws IOException {
    OctetString value = new OctetString();
    value.decodeBER(in);
    return value;
  }

  private static void skip(BERInputStream in, int length) throws IOException {
    if (in.skip(length) != length) {
      throw new IOException("the message ends within " + length + " octets");
    }
  }
}
