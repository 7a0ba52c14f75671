package org.hinomi.core.snmp;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.List;
import org.snmp4j.PDU;
import org.snmp4j.PDUv1;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.IpAddress;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.VariableBinding;

/**
 * Makes the PDU of an {@link EventLogTrap}: byte for byte what Windows sent in SNMPv1; in later
 * versions what RFC 3584, section 3.1, makes of that (without snmpTrapCommunity.0, which is a
 * secret).
 *
 * <p>One departure: a trap that would not fit one unfragmented datagram has its longest texts cut,
 * each to end in {@code …}; and inserts that fit even so no more are left out from the last on.
 * Stateless.
 */
final class EventLogTrapPdus {
  private static final OID SNMP_TRAP_ADDRESS = new OID("1.3.6.1.6.3.18.1.3.0");
  private static final OID SNMP_TRAP_ENTERPRISE = new OID("1.3.6.1.6.3.1.1.4.3.0");

  /** Version, headers and lengths of message and PDU, and numbers of the PDU: never more. */
  private static final int ENVELOPE = 80;

  /** Headers of a varbind, its name and its value at their longest. */
  private static final int HEADERS = 4 + 2 + 4;

  /** Shorter no text is cut: rather inserts are left out. */
  private static final int SHORTEST = 16;

  /** RFC 3416, section 3.5: sub-identifiers of the longest OID; .0 and the identifier follow. */
  private static final int LONGEST_SOURCE = 128 - 2 - 1 - EventLogTrap.ENTERPRISE.size();

  private EventLogTrapPdus() {}

  /**
   * @param upTime hundredths of a second since the program started
   * @param communityOctets what the community takes of the message
   * @param agent the sender's address, 0.0.0.0 where it has no IPv4 address
   * @return a PDU without its request id
   */
  static PDU pdu(
      EventLogTrap trap,
      NotificationTarget target,
      long upTime,
      int communityOctets,
      InetAddress agent) {
    Charset charset = target.charset();
    OID enterprise = enterprise(trap.source(), charset);
    TimeTicks ticks = new TimeTicks(upTime & 0xFFFF_FFFFL);
    List<byte[]> texts = texts(trap, charset);
    int most = NotificationPdus.MAX_MESSAGE - communityOctets - ENVELOPE;
    if (target.version() == NotificationTarget.Version.V1) {
      PDUv1 pdu = new PDUv1();
      pdu.setEnterprise(enterprise);
      pdu.setAgentAddress(new IpAddress(agent));
      pdu.setGenericTrap(PDUv1.ENTERPRISE_SPECIFIC);
      pdu.setSpecificTrap(trap.id());
      pdu.setTimestamp(ticks.getValue());
      add(pdu, texts, charset, most - enterprise.getBERLength());
      return pdu;
    }
    PDU pdu = new PDU();
    pdu.setType(target.confirmed() ? PDU.INFORM : PDU.TRAP);
    pdu.add(new VariableBinding(SnmpConstants.sysUpTime, ticks));
    OID trapOid = new OID(enterprise.getValue(), new int[] {0, trap.id()});
    pdu.add(new VariableBinding(SnmpConstants.snmpTrapOID, trapOid));
    VariableBinding address = new VariableBinding(SNMP_TRAP_ADDRESS, new IpAddress(agent));
    VariableBinding from = new VariableBinding(SNMP_TRAP_ENTERPRISE, enterprise);
    int taken = pdu.getBERLength() + address.getBERLength() + from.getBERLength();
    add(pdu, texts, charset, most - taken);
    pdu.add(address);
    pdu.add(from);
    return pdu;
  }

  /** One arc a character: of its bytes in the charset, as a C program has them. */
  private static OID enterprise(String source, Charset charset) {
    byte[] name = encode(source, charset);
    int length = Math.min(name.length, LONGEST_SOURCE);
    int[] arcs = new int[length + 1];
    arcs[0] = length;
    for (int i = 0; i < length; i++) {
      arcs[i + 1] = name[i] & 0xFF;
    }
    return new OID(EventLogTrap.ENTERPRISE.getValue(), arcs);
  }

  private static List<byte[]> texts(EventLogTrap trap, Charset charset) {
    List<byte[]> texts = new ArrayList<>(5 + trap.inserts().size());
    texts.add(encode(trap.message(), charset));
    texts.add(encode(trap.user(), charset));
    texts.add(encode(trap.computer(), charset));
    texts.add(encode(Integer.toString(trap.type()), charset));
    texts.add(encode(Integer.toString(trap.category()), charset));
    for (String insert : trap.inserts()) {
      texts.add(encode(insert, charset));
    }
    return texts;
  }

  private static void add(PDU pdu, List<byte[]> texts, Charset charset, int budget) {
    int count = texts.size();
    int cap = cap(texts, count, budget);
    while (cap < SHORTEST && count >= EventLogTrap.FIRST_INSERT) {
      count--;
      cap = cap(texts, count, budget);
    }
    for (int i = 0; i < count; i++) {
      pdu.add(new VariableBinding(object(i), new OctetString(cut(texts.get(i), cap, charset))));
    }
  }

  private static OID object(int place) {
    return new OID(EventLogTrap.OBJECTS.getValue(), new int[] {place + 1, 0});
  }

  private static int cap(List<byte[]> texts, int count, int budget) {
    int[] lengths = new int[count];
    int fixed = 0;
    for (int i = 0; i < count; i++) {
      lengths[i] = texts.get(i).length;
      fixed += object(i).getBERLength() + HEADERS;
    }
    return TextCap.of(budget, NotificationPdus.MAX_MESSAGE, fixed, lengths);
  }

  private static byte[] encode(String text, Charset charset) {
    return text.getBytes(charset);
  }

  /** As many whole characters as leave room for the mark that something is missing. */
  private static byte[] cut(byte[] text, int cap, Charset charset) {
    if (text.length <= cap) {
      return text;
    }
    byte[] mark = encode("…", charset);
    ByteBuffer room = ByteBuffer.allocate(Math.max(cap, mark.length));
    room.limit(room.capacity() - mark.length);
    CharsetEncoder encoder =
        charset
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    encoder.encode(CharBuffer.wrap(new String(text, charset)), room, true);
    room.limit(room.capacity());
    room.put(mark);
    byte[] shortened = new byte[room.position()];
    room.flip().get(shortened);
    return shortened;
  }
}
