package org.hinomi.collector.decode.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.hinomi.collector.decode.snmp.SnmpMessage.V1Trap;
import org.hinomi.core.snmp.Ber;
import org.hinomi.core.snmp.UsmMessage;
import org.hinomi.core.snmp.UsmUsers;
import org.hinomi.core.text.Reason;
import org.snmp4j.PDU;
import org.snmp4j.asn1.BER;
import org.snmp4j.asn1.BERInputStream;
import org.snmp4j.smi.AbstractVariable;
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
      String reason = Reason.of(e);
      String at = "SNMP message cannot be read at octet " + in.getPosition() + ": ";
      message.fault = at + reason.substring(0, Math.min(MAX_FAULT, reason.length()));
    }
    return message;
  }

  private void readMessage(byte[] bytes, BERInputStream in, SnmpMessage message)
      throws IOException {
    Ber.enter(in, Ber.SEQUENCE, "message");
    int version = Ber.integer(in);
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
    UsmMessage head = UsmMessage.read(in);
    message.security = head;
    UsmUsers.Refusal refusal = users.refusal(head, bytes);
    if (refusal != null) {
      message.refuse(refusal.text());
    }
    if (!head.encrypted()) {
      readScopedPdu(in, message);
      return;
    }
    if (refusal != null) {
      return;
    }
    byte[] plain = users.scopedPdu(head, bytes);
    if (plain == null) {
      message.refuse(
          "encrypted: cannot be decrypted for SNMPv3 user "
              + head.userName()
              + ": privacy protocol or passphrase are not those of the sender");
      return;
    }
    readScopedPdu(new BERInputStream(ByteBuffer.wrap(plain)), message);
  }

  private static void readScopedPdu(BERInputStream in, SnmpMessage message) throws IOException {
    Ber.enter(in, Ber.SEQUENCE, "scopedPDU");
    Ber.octets(in); // contextEngineID
    message.contextName = new String(Ber.octets(in), UTF_8);
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
      int generic = Ber.integer(in);
      int specific = Ber.integer(in);
      TimeTicks timeStamp = new TimeTicks();
      timeStamp.decodeBER(in);
      message.v1Trap =
          new V1Trap(enterprise, agentAddress, generic, specific, timeStamp.getValue());
    } else {
      message.requestId = Ber.integer(in);
      message.errorStatus = Ber.integer(in); // non-repeaters in a GetBulkRequest-PDU
      Ber.integer(in); // error-index, max-repetitions
    }
    int length = Ber.enter(in, Ber.SEQUENCE, "variable-bindings");
    long end = in.getPosition() + length;
    while (in.getPosition() < end) {
      Ber.enter(in, Ber.SEQUENCE, "VarBind");
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
}
