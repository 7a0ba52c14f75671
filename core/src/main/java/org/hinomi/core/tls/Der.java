package org.hinomi.core.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes the few ASN.1 types in DER (X.690) that certificates and requests consist of. */
final class Der {
  static final int BOOLEAN = 0x01;
  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OCTET_STRING = 0x04;
  static final int OID = 0x06;
  static final int UTF8_STRING = 0x0c;
  static final int UTC_TIME = 0x17;
  static final int GENERALIZED_TIME = 0x18;
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;

  /** RFC 5280, 4.1.2.5: from then on GeneralizedTime. */
  private static final Instant YEAR_2050 = Instant.parse("2050-01-01T00:00:00Z");

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter GENERALIZED =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private Der() {}

  /** A value of any type, its content put together from parts. */
  static byte[] of(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else {
      int bytes = (39 - Integer.numberOfLeadingZeros(length)) / 8;
      out.write(0x80 | bytes);
      for (int i = bytes - 1; i >= 0; i--) {
        out.write(length >>> (8 * i));
      }
    }
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] sequence(byte[]... parts) {
    return of(SEQUENCE, parts);
  }

  /** A context-specific tag around whole values (explicit), or around their content (implicit). */
  static byte[] context(int number, boolean constructed, byte[]... parts) {
    return of(0x80 | (constructed ? 0x20 : 0) | number, parts);
  }

  static byte[] integer(BigInteger value) {
    return of(INTEGER, value.toByteArray());
  }

  static byte[] bool(boolean value) {
    return of(BOOLEAN, new byte[] {(byte) (value ? 0xff : 0)});
  }

  /** A bit string of whole bytes. */
  static byte[] bits(byte[] bytes) {
    return of(BIT_STRING, new byte[] {0}, bytes);
  }

  static byte[] octets(byte[] bytes) {
    return of(OCTET_STRING, bytes);
  }

  static byte[] utf8(String text) {
    return of(UTF8_STRING, text.getBytes(UTF_8));
  }

  static byte[] time(Instant time) {
    return time.isBefore(YEAR_2050)
        ? of(UTC_TIME, UTC.format(time).getBytes(US_ASCII))
        : of(GENERALIZED_TIME, GENERALIZED.format(time).getBytes(US_ASCII));
  }

  /** An object identifier from its dotted numbers. */
  static byte[] oid(String dotted) {
    String[] arcs = dotted.split("\\.", -1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    base128(out, 40 * Long.parseLong(arcs[0]) + Long.parseLong(arcs[1]));
    for (int i = 2; i < arcs.length; i++) {
      base128(out, Long.parseLong(arcs[i]));
    }
    return of(OID, out.toByteArray());
  }

  private static void base128(ByteArrayOutputStream out, long arc) {
    int digits = Math.max(1, (70 - Long.numberOfLeadingZeros(arc)) / 7);
    for (int i = digits - 1; i >= 0; i--) {
      out.write((int) (arc >>> (7 * i) & 0x7f) | (i > 0 ? 0x80 : 0));
    }
  }
}
