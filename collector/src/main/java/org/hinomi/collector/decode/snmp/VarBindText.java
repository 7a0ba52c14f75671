package org.hinomi.collector.decode.snmp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import org.snmp4j.smi.Counter32;
import org.snmp4j.smi.Counter64;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.IpAddress;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Opaque;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.UnsignedInteger32;
import org.snmp4j.smi.Variable;

/** Values of variable bindings as fields hold them and people read them. */
final class VarBindText {

  private VarBindText() {}

  /** The type as RFC 2578 names it. */
  static String type(Variable value) {
    return switch (value) {
      case Counter32 counter -> "Counter32"; // before the class it extends
      case TimeTicks ticks -> "TimeTicks";
      case UnsignedInteger32 unsigned -> "Unsigned32";
      case Counter64 counter -> "Counter64";
      case Integer32 integer -> "INTEGER";
      case Opaque opaque -> "Opaque"; // before the class it extends
      case OctetString octets -> "OCTET-STRING";
      case OID oid -> "OBJECT-IDENTIFIER";
      case IpAddress address -> "IpAddress";
      case Null nothing -> nothing.isException() ? "EXCEPTION" : "NULL";
      default -> value.getSyntaxString();
    };
  }

  /**
   * A number as Long (as text where it does not fit one), OCTET STRING as text where it is readable
   * UTF-8 and as {@code 0x} with hexadecimal digits where not, NULL as empty text.
   */
  static Object value(Variable value) {
    return switch (value) {
      case Counter64 counter when counter.getValue() < 0 ->
          Long.toUnsignedString(counter.getValue());
      case Counter64 counter -> counter.getValue();
      case UnsignedInteger32 unsigned -> unsigned.getValue();
      case Integer32 integer -> (long) integer.getValue();
      case Opaque opaque -> hex(opaque.getValue());
      case OctetString octets -> text(octets.getValue());
      case OID oid -> oid.toDottedString();
      case IpAddress address -> address.getInetAddress().getHostAddress();
      case Null nothing -> nothing.isException() ? nothing.toString() : "";
      default -> value.toString();
    };
  }

  private static String text(byte[] octets) {
    // A text from a C program may end in one NUL, which says nothing.
    int length =
        octets.length > 1 && octets[octets.length - 1] == 0 ? octets.length - 1 : octets.length;
    if (isPlain(octets, length)) {
      return new String(octets, 0, length, ISO_8859_1);
    }
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(octets, 0, length)).toString();
    } catch (CharacterCodingException notUtf8) {
      return hex(octets);
    }
    boolean readable =
        text.codePoints()
            .allMatch(c -> !Character.isISOControl(c) || c == '\t' || c == '\n' || c == '\r');
    return readable ? text : hex(octets);
  }

  /** Printable ASCII, as nearly all is. */
  private static boolean isPlain(byte[] octets, int length) {
    for (int i = 0; i < length; i++) {
      if (octets[i] < ' ' || octets[i] == 0x7F) {
        return false;
      }
    }
    return true;
  }

  private static String hex(byte[] octets) {
    return "0x" + HexFormat.of().formatHex(octets);
  }
}
