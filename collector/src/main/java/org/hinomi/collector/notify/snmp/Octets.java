package org.hinomi.collector.notify.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.OffsetDateTime;
import java.util.Arrays;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;

/** Texts and times as octets of bounded length. */
final class Octets {
  private static final byte[] CUT = "…".getBytes(UTF_8);

  private Octets() {}

  /** At most so many octets of UTF-8; a text that is cut ends in {@code …}. */
  static OctetString text(String text, int most) {
    byte[] octets = text.getBytes(UTF_8);
    if (octets.length <= most) {
      return new OctetString(octets);
    }
    int end = Math.max(0, most - CUT.length);
    while (end > 0 && (octets[end] & 0xC0) == 0x80) {
      end--; // not inside a character
    }
    byte[] cut = Arrays.copyOf(octets, end + CUT.length);
    System.arraycopy(CUT, 0, cut, end, CUT.length);
    return new OctetString(cut);
  }

  /** Octets as a part of an index of variable length (RFC 2578, section 7.7): length, octets. */
  static OID index(String text, int most) {
    return new OctetString(text(text, most)).toSubIndex(false);
  }

  /** DateAndTime of SNMPv2-TC, 11 octets. */
  static byte[] dateAndTime(OffsetDateTime time) {
    byte[] octets = new byte[11];
    octets[7] = (byte) (time.getNano() / 100_000_000);
    zone(time, octets, 8);
    return date(time, octets);
  }

  /** SyslogTimeStamp of SYSLOG-MSG-MIB, 13 octets: DateAndTime with microseconds. */
  static byte[] syslogTimeStamp(OffsetDateTime time) {
    byte[] octets = new byte[13];
    int micros = time.getNano() / 1_000;
    octets[7] = (byte) (micros >> 16);
    octets[8] = (byte) (micros >> 8);
    octets[9] = (byte) micros;
    zone(time, octets, 10);
    return date(time, octets);
  }

  private static byte[] date(OffsetDateTime time, byte[] octets) {
    octets[0] = (byte) (time.getYear() >> 8);
    octets[1] = (byte) time.getYear();
    octets[2] = (byte) time.getMonthValue();
    octets[3] = (byte) time.getDayOfMonth();
    octets[4] = (byte) time.getHour();
    octets[5] = (byte) time.getMinute();
    octets[6] = (byte) time.getSecond();
    return octets;
  }

  private static void zone(OffsetDateTime time, byte[] octets, int at) {
    int minutes = Math.abs(time.getOffset().getTotalSeconds()) / 60;
    octets[at] = (byte) (time.getOffset().getTotalSeconds() < 0 ? '-' : '+');
    octets[at + 1] = (byte) (minutes / 60);
    octets[at + 2] = (byte) (minutes % 60);
  }
}
