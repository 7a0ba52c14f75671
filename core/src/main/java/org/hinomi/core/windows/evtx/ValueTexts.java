package org.hinomi.core.windows.evtx;

import java.nio.charset.Charset;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;

/**
 * Values of binary XML as the texts that Windows renders ([MS-EVEN6] 2.2.12.3): decimal and
 * hexadecimal without leading zeros, times in UTC with 7 digits behind the second, GUIDs in braces
 * and upper case.
 */
final class ValueTexts {
  static final int NULL = 0x00;
  static final int STRING = 0x01;
  static final int BINARY_XML = 0x21;
  static final int ARRAY = 0x80;

  private static final int DAY = 86_400;
  private static final long TICKS = 10_000_000L;

  /** Seconds from 1601-01-01, where FILETIME begins, to 1970-01-01. */
  private static final long EPOCH = 11_644_473_600L;

  private static final Charset ANSI = Charset.forName("windows-1252");
  private static final HexFormat UPPER = HexFormat.of().withUpperCase();

  private ValueTexts() {}

  /** The size of an item of an array of this type; 0 where items end otherwise. */
  static int itemSize(int type) {
    return switch (type) {
      case 0x03, 0x04 -> 1;
      case 0x05, 0x06 -> 2;
      case 0x07, 0x08, 0x0b, 0x0d, 0x14 -> 4;
      case 0x09, 0x0a, 0x0c, 0x11, 0x15 -> 8;
      case 0x0f, 0x12 -> 16;
      default -> 0;
    };
  }

  static String text(ChunkBytes chunk, int at, int size, int type) throws BinXmlException {
    if (size == 0) {
      return "";
    }
    return switch (type) {
      case NULL -> "";
      case STRING -> string(chunk, at, size);
      case 0x02 -> ansi(chunk, at, size);
      case 0x03, 0x05, 0x07, 0x09 -> Long.toString(signed(chunk, at, size));
      case 0x04, 0x06, 0x08, 0x0a -> Long.toUnsignedString(unsigned(chunk, at, size));
      case 0x0b -> real(Float.toString(Float.intBitsToFloat(chunk.i32(at))));
      case 0x0c -> real(Double.toString(Double.longBitsToDouble(chunk.i64(at))));
      case 0x0d -> Boolean.toString(unsigned(chunk, at, size) != 0);
      case 0x0e -> hex(chunk, at, size);
      case 0x0f -> guid(chunk, at);
      case 0x10, 0x14, 0x15 -> "0x" + Long.toHexString(unsigned(chunk, at, size));
      case 0x11 -> fileTime(chunk.i64(at));
      case 0x12 -> systemTime(chunk, at);
      case 0x13 -> sid(chunk, at, size);
      default ->
          throw new BinXmlException(
              at, "a value of the unknown type 0x" + Integer.toHexString(type));
    };
  }

  private static String string(ChunkBytes chunk, int at, int size) throws BinXmlException {
    int end = at + size / 2 * 2;
    while (end > at && chunk.u16(end - 2) == 0) {
      end -= 2;
    }
    return chunk.utf16(at, (end - at) / 2);
  }

  private static String ansi(ChunkBytes chunk, int at, int size) throws BinXmlException {
    chunk.require(at, size);
    int end = at + size;
    while (end > at && chunk.bytes()[end - 1] == 0) {
      end--;
    }
    return XmlText.valid(new String(chunk.bytes(), at, end - at, ANSI).toCharArray());
  }

  private static long unsigned(ChunkBytes chunk, int at, int size) throws BinXmlException {
    return switch (size) {
      case 1 -> chunk.u8(at);
      case 2 -> chunk.u16(at);
      case 4 -> chunk.i32(at) & 0xffff_ffffL;
      case 8 -> chunk.i64(at);
      default -> throw new BinXmlException(at, "a number of " + size + " bytes");
    };
  }

  private static long signed(ChunkBytes chunk, int at, int size) throws BinXmlException {
    int unused = 64 - 8 * size;
    return unsigned(chunk, at, size) << unused >> unused;
  }

  private static String real(String text) {
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static String hex(ChunkBytes chunk, int at, int size) throws BinXmlException {
    chunk.require(at, size);
    return UPPER.formatHex(chunk.bytes(), at, at + size);
  }

  private static String guid(ChunkBytes chunk, int at) throws BinXmlException {
    chunk.require(at, 16);
    StringBuilder text = new StringBuilder(38).append('{');
    text.append(UPPER.toHexDigits(chunk.i32(at))).append('-');
    text.append(UPPER.toHexDigits((short) chunk.u16(at + 4))).append('-');
    text.append(UPPER.toHexDigits((short) chunk.u16(at + 6))).append('-');
    text.append(UPPER.formatHex(chunk.bytes(), at + 8, at + 10)).append('-');
    return text.append(UPPER.formatHex(chunk.bytes(), at + 10, at + 16)).append('}').toString();
  }

  private static String sid(ChunkBytes chunk, int at, int size) throws BinXmlException {
    int count = chunk.u8(at + 1);
    if (size < 8 + 4 * count) {
      throw new BinXmlException(at, "a SID of " + count + " parts in " + size + " bytes");
    }
    long authority = Long.reverseBytes(chunk.i64(at)) & 0xffff_ffff_ffffL;
    StringBuilder text = new StringBuilder(48).append("S-").append(chunk.u8(at)).append('-');
    if (authority >> 32 == 0) {
      text.append(authority);
    } else {
      text.append("0x").append(HexFormat.of().toHexDigits(authority, 12));
    }
    for (int i = 0; i < count; i++) {
      text.append('-').append(chunk.i32(at + 8 + 4 * i) & 0xffff_ffffL);
    }
    return text.toString();
  }

  /** 100 ns since 1601-01-01 UTC. */
  static Instant instant(long fileTime) {
    return Instant.ofEpochSecond(
        Long.divideUnsigned(fileTime, TICKS) - EPOCH,
        Long.remainderUnsigned(fileTime, TICKS) * 100);
  }

  private static String fileTime(long fileTime) {
    long second = Long.divideUnsigned(fileTime, TICKS) - EPOCH;
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(second, DAY));
    int ofDay = (int) Math.floorMod(second, DAY);
    StringBuilder text = new StringBuilder(28);
    date(text, date.getYear(), date.getMonthValue(), date.getDayOfMonth());
    time(text, ofDay / 3600, ofDay / 60 % 60, ofDay % 60);
    digits(text, (int) Long.remainderUnsigned(fileTime, TICKS), 1_000_000);
    return text.append('Z').toString();
  }

  private static String systemTime(ChunkBytes chunk, int at) throws BinXmlException {
    chunk.require(at, 16);
    StringBuilder text = new StringBuilder(24);
    date(text, chunk.u16(at), chunk.u16(at + 2), chunk.u16(at + 6));
    time(text, chunk.u16(at + 8), chunk.u16(at + 10), chunk.u16(at + 12));
    digits(text, chunk.u16(at + 14), 100);
    return text.append('Z').toString();
  }

  private static void date(StringBuilder text, int year, int month, int day) {
    digits(text, year, 1000);
    digits(text.append('-'), month, 10);
    digits(text.append('-'), day, 10);
  }

  private static void time(StringBuilder text, int hour, int minute, int second) {
    digits(text.append('T'), hour, 10);
    digits(text.append(':'), minute, 10);
    digits(text.append(':'), second, 10);
    text.append('.');
  }

  private static void digits(StringBuilder text, int value, int unit) {
    if (value >= unit * 10L) {
      text.append(value);
      return;
    }
    for (int each = unit; each > 0; each /= 10) {
      text.append((char) ('0' + value / each % 10));
    }
  }
}
