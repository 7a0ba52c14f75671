package org.hinomi.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.snmp4j.PDU;
import org.snmp4j.asn1.BER;
import org.snmp4j.asn1.BEROutputStream;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.VariableBinding;

/**
 * An SNMPv2c notification with six variable bindings whose number stands in fixed places, so that
 * millions can be made without encoding each. Not thread-safe.
 */
final class Notification {
  /** Above it a number takes four octets, and ten digits. */
  private static final int BASE = 1_000_000_000;

  private static final int TEXTS = 4;
  private static final String TEXT = "value ";

  private final byte[] bytes;
  private final int requestIdAt;
  private final int upTimeAt;
  private final int[] digitsAt = new int[TEXTS];

  /**
   * @param type {@link PDU#TRAP} or {@link PDU#INFORM}
   */
  Notification(int type) {
    bytes = encoded(type);
    byte[] base = ByteBuffer.allocate(4).putInt(BASE).array();
    requestIdAt = find(base, 0);
    upTimeAt = find(base, requestIdAt + 4);
    byte[] text = (TEXT + BASE).getBytes(StandardCharsets.US_ASCII);
    int from = 0;
    for (int i = 0; i < TEXTS; i++) {
      from = find(text, from) + TEXT.length();
      digitsAt[i] = from;
    }
  }

  /**
   * The notification with this number; the array is the same at each call.
   *
   * @param number 0..1,000,000,000; its request-id is {@link #requestId}
   */
  byte[] number(long number) {
    int n = requestId(number);
    ByteBuffer.wrap(bytes).putInt(requestIdAt, n).putInt(upTimeAt, n);
    int rest = n;
    for (int digit = 9; digit >= 0; digit--) {
      byte c = (byte) ('0' + rest % 10);
      for (int at : digitsAt) {
        bytes[at + digit] = c;
      }
      rest /= 10;
    }
    return bytes;
  }

  static int requestId(long number) {
    return Math.toIntExact(BASE + number);
  }

  /**
   * The request-id of an SNMPv2c message, whoever encoded it.
   *
   * @throws IOException where it is none
   */
  static int requestId(byte[] message, int length) throws IOException {
    try {
      int at = content(message, 0);
      at = content(message, at) + message[at + 1]; // version
      at = content(message, at) + message[at + 1]; // community
      at = content(message, at); // PDU
      int value = content(message, at);
      int requestId = message[value];
      for (int i = value + 1; i < value + message[at + 1]; i++) {
        requestId = requestId << 8 | message[i] & 0xFF;
      }
      return requestId;
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new IOException("answer of " + length + " octets is no SNMPv2c message", e);
    }
  }

  /** Where the content of the BER element at {@code at} begins. */
  private static int content(byte[] message, int at) {
    int first = message[at + 1];
    return at + 2 + (first < 0 ? first & 0x7F : 0);
  }

  private int find(byte[] wanted, int from) {
    for (int at = from; at <= bytes.length - wanted.length; at++) {
      if (java.util.Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    throw new IllegalStateException("the number is not where it was encoded");
  }

  private static byte[] encoded(int type) {
    PDU pdu = new PDU();
    pdu.setType(type);
    pdu.setRequestID(new Integer32(BASE));
    pdu.add(new VariableBinding(new OID("1.3.6.1.2.1.1.3.0"), new TimeTicks(BASE)));
    pdu.add(
        new VariableBinding(new OID("1.3.6.1.6.3.1.1.4.1.0"), new OID("1.3.6.1.4.1.32473.2.0.99")));
    for (int i = 1; i <= TEXTS; i++) {
      pdu.add(
          new VariableBinding(new OID("1.3.6.1.4.1.32473.2.1." + i), new OctetString(TEXT + BASE)));
    }
    try {
      BEROutputStream body = new BEROutputStream(ByteBuffer.allocate(1024));
      Integer32 version = new Integer32(1);
      OctetString community = new OctetString("public");
      BER.encodeHeader(
          body,
          BER.SEQUENCE,
          version.getBERLength() + community.getBERLength() + pdu.getBERLength());
      version.encodeBER(body);
      community.encodeBER(body);
      pdu.encodeBER(body);
      ByteBuffer encoded = body.getBuffer().flip();
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
