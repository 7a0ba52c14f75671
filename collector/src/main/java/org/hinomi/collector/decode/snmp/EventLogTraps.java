package org.hinomi.collector.decode.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hinomi.core.snmp.EventLogTrap;
import org.jspecify.annotations.Nullable;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.VariableBinding;

/**
 * Finds the traps of Windows' event logs, as its SNMP extension agent and our own agents send them,
 * in any version of SNMP. Their texts have no charset with them: they are UTF-8 where all of them
 * are valid UTF-8, else CP932, the code page of a Japanese Windows.
 */
final class EventLogTraps {
  private static final Charset CP932 = Charset.forName("windows-31j");

  /** Inserts of one event: %1 to %99 (FormatMessage); what a number beyond says is an error. */
  private static final int MOST_OBJECTS = EventLogTrap.FIRST_INSERT + 99;

  /**
   * A trap and how its texts were read.
   *
   * @param damaged whether some bytes are not of that charset
   */
  record Found(EventLogTrap trap, Charset charset, boolean damaged) {

    /** The text of one of its objects; null where the variable is none of them. */
    @Nullable String text(VariableBinding binding) {
      return place(binding.getOid()) > 0 && binding.getVariable() instanceof OctetString octets
          ? EventLogTraps.text(octets, charset)
          : null;
    }
  }

  private EventLogTraps() {}

  /** The trap that the message is, or null. */
  static @Nullable Found find(SnmpMessage message) {
    int[] arcs;
    int start;
    int id;
    SnmpMessage.V1Trap v1 = message.v1Trap;
    if (v1 != null) {
      arcs = v1.enterprise().getValue();
      start = start(v1.enterprise());
      id = v1.specific();
    } else {
      OID trapOid = trapOid(message);
      if (trapOid == null || trapOid.size() < EventLogTrap.ENTERPRISE.size() + 4) {
        return null;
      }
      arcs = trapOid.getValue();
      start = start(trapOid);
      id = arcs[arcs.length - 1];
      arcs = Arrays.copyOf(arcs, arcs.length - (arcs[arcs.length - 2] == 0 ? 2 : 1));
    }
    if (start < 0 || start + 1 >= arcs.length || arcs[start] != arcs.length - start - 1) {
      return null;
    }
    byte[] source = source(arcs, start + 1);
    return source == null ? null : read(message, source, id);
  }

  private static @Nullable OID trapOid(SnmpMessage message) {
    for (VariableBinding binding : message.varBinds) {
      if (binding.getOid().equals(SnmpConstants.snmpTrapOID)) {
        return binding.getVariable() instanceof OID oid ? oid : null;
      }
    }
    return null;
  }

  /** Where the length of the source stands; -1 where the OID is another. */
  private static int start(OID oid) {
    return oid.startsWith(EventLogTrap.ENTERPRISE)
        ? EventLogTrap.ENTERPRISE.size()
        : oid.startsWith(EventLogTrap.NT4_ENTERPRISE) ? EventLogTrap.NT4_ENTERPRISE.size() : -1;
  }

  private static byte @Nullable [] source(int[] arcs, int from) {
    byte[] name = new byte[arcs.length - from];
    for (int i = 0; i < name.length; i++) {
      int arc = arcs[from + i];
      if (arc <= 0 || arc > 0xFF) {
        return null;
      }
      name[i] = (byte) arc;
    }
    return name;
  }

  private static Found read(SnmpMessage message, byte[] source, int id) {
    List<@Nullable OctetString> objects = new ArrayList<>();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(source);
    for (VariableBinding binding : message.varBinds) {
      int place = place(binding.getOid());
      if (place > 0 && binding.getVariable() instanceof OctetString octets) {
        while (objects.size() < place) {
          objects.add(null);
        }
        objects.set(place - 1, octets);
        // A line end between two texts: half a character at the end of one is not made whole.
        all.write('\n');
        all.writeBytes(octets.getValue());
      }
    }
    Charset charset = isValid(all.toByteArray(), UTF_8) ? UTF_8 : CP932;
    List<String> inserts = new ArrayList<>();
    for (int i = EventLogTrap.FIRST_INSERT - 1; i < objects.size(); i++) {
      inserts.add(text(objects.get(i), charset));
    }
    return new Found(
        new EventLogTrap(
            new String(source, charset),
            id,
            text(objects, 1, charset),
            text(objects, 2, charset),
            text(objects, 3, charset),
            number(text(objects, 4, charset), -1),
            number(text(objects, 5, charset), 0),
            inserts),
        charset,
        charset != UTF_8 && !isValid(all.toByteArray(), charset));
  }

  /** The place of an object, from 1; 0 where the OID is none. Some leave out the zero behind it. */
  private static int place(OID oid) {
    int at = EventLogTrap.OBJECTS.size();
    if (!oid.startsWith(EventLogTrap.OBJECTS) || oid.size() <= at || oid.size() > at + 2) {
      return 0;
    }
    int place = oid.get(at);
    boolean instance = oid.size() == at + 1 || oid.get(at + 1) == 0;
    return instance && place >= 1 && place <= MOST_OBJECTS ? place : 0;
  }

  private static String text(List<@Nullable OctetString> objects, int place, Charset charset) {
    return place > objects.size() ? "" : text(objects.get(place - 1), charset);
  }

  private static String text(@Nullable OctetString octets, Charset charset) {
    if (octets == null) {
      return "";
    }
    byte[] bytes = octets.getValue();
    // A text from a C program may end in NULs, which say nothing.
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] == 0) {
      length--;
    }
    return new String(bytes, 0, length, charset);
  }

  private static int number(String text, int otherwise) {
    return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : otherwise;
  }

  private static boolean isValid(byte[] bytes, Charset charset) {
    try {
      charset.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
