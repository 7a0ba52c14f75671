package org.hinomi.core.snmp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.snmp4j.asn1.BER;
import org.snmp4j.asn1.BERInputStream;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OctetString;

/** Elements of BER as SNMP uses it (RFC 3417, section 8), by SNMP4J, with their bounds checked. */
public final class Ber {

  public static final int SEQUENCE = 0x30;
  public static final int OCTET_STRING = 0x04;

  private Ber() {}

  /**
   * Reads tag and length, and gives the length.
   *
   * @param what for the message, where another tag stands there or more is claimed than there is
   */
  public static int enter(BERInputStream in, int tag, String what) throws IOException {
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

  public static int integer(BERInputStream in) throws IOException {
    Integer32 value = new Integer32();
    value.decodeBER(in);
    return value.getValue();
  }

  public static byte[] octets(BERInputStream in) throws IOException {
    OctetString value = new OctetString();
    value.decodeBER(in);
    return value.getValue();
  }

  public static void skip(BERInputStream in, int length) throws IOException {
    if (in.skip(length) != length) {
      throw new IOException("the message ends within " + length + " octets");
    }
  }

  /** An element with the contents one behind the other. */
  static byte[] element(int tag, byte[]... contents) {
    int length = 0;
    for (byte[] content : contents) {
      length += content.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
    try {
      BER.encodeHeader(out, tag, length);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // an array takes all
    }
    for (byte[] content : contents) {
      out.writeBytes(content);
    }
    return out.toByteArray();
  }

  static byte[] integer(int value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(6);
    try {
      BER.encodeInteger(out, BER.INTEGER, value);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // an array takes all
    }
    return out.toByteArray();
  }
}
