package org.hinomi.core.unix;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * How glibc lays {@code struct utmp} out (bits/utmp.h): with 32-bit session and time where programs
 * of 32 bits share the files (x86, ARM, PowerPC, s390), else with 64 bits (aarch64, riscv64), in
 * the byte order of the machine. Files say nothing of it: it is told from what they hold.
 */
public enum UtmpLayout {
  LITTLE_384(ByteOrder.LITTLE_ENDIAN, false),
  BIG_384(ByteOrder.BIG_ENDIAN, false),
  LITTLE_400(ByteOrder.LITTLE_ENDIAN, true),
  BIG_400(ByteOrder.BIG_ENDIAN, true);

  private static final int PID = 4;
  private static final int LINE = 8;
  private static final int ID = 40;
  private static final int USER = 44;
  private static final int HOST = 76;
  private static final int EXIT = 332;
  private static final int SESSION = 336;
  private static final int LINE_SIZE = 32;
  private static final int ID_SIZE = 4;
  private static final int USER_SIZE = 32;
  private static final int HOST_SIZE = 256;
  private static final int ADDRESS_SIZE = 16;
  private static final long MICROS = 1_000_000;

  /** 1980, before any such record was written; 2106, where 32 bits end. */
  private static final long EARLIEST = 315_532_800L;

  private static final long LATEST = 0xffff_ffffL;

  private final ByteOrder order;
  private final boolean wide;

  UtmpLayout(ByteOrder order, boolean wide) {
    this.order = order;
    this.wide = wide;
  }

  /** Bytes of a record. */
  public int length() {
    return wide ? 400 : 384;
  }

  /** The layout of this machine. */
  public static UtmpLayout ofThisMachine() {
    boolean wide =
        switch (System.getProperty("os.arch", "")) {
          case "aarch64", "riscv64", "loongarch64" -> true;
          default -> false;
        };
    if (ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN) {
      return wide ? BIG_400 : BIG_384;
    }
    return wide ? LITTLE_400 : LITTLE_384;
  }

  /**
   * Tells the layout: that in which nine of ten records can be such.
   *
   * @param head the first bytes of a file: at least one record
   * @return empty where they are no records of this kind
   */
  public static Optional<UtmpLayout> tell(byte[] head) {
    for (UtmpLayout layout : values()) {
      int whole = head.length / layout.length();
      int records = 0;
      boolean any = false;
      for (int i = 0; i < whole; i++) {
        int at = i * layout.length();
        if (layout.isRecord(head, at)) {
          records++;
          any |= !layout.isEmpty(head, at);
        }
      }
      if (any && records * 10 >= whole * 9) {
        return Optional.of(layout);
      }
    }
    return Optional.empty();
  }

  /** Whether all bytes of the record at {@code at} are 0: there is none. */
  public boolean isEmpty(byte[] b, int at) {
    for (int i = at; i < at + length(); i++) {
      if (b[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether the {@link #length} bytes at {@code at} can be a record, or are empty. */
  public boolean isRecord(byte[] b, int at) {
    ByteBuffer in = ByteBuffer.wrap(b).order(order);
    int type = in.getShort(at);
    if (!UtmpType.isKnown(type) || !isName(b, at + LINE, LINE_SIZE)) {
      return false;
    }
    long seconds = seconds(in, at);
    long micros = micros(in, at);
    return seconds >= EARLIEST && seconds <= LATEST && micros >= 0 && micros < MICROS
        || isEmpty(b, at);
  }

  /** Printable ASCII up to a NUL or the end. */
  private static boolean isName(byte[] b, int from, int size) {
    for (int i = from; i < from + size && b[i] != 0; i++) {
      if (b[i] < ' ' || b[i] == 0x7f) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads what {@link #isRecord} has found to be one.
   *
   * @throws IndexOutOfBoundsException where it is none
   */
  public UtmpRecord read(byte[] b, int at) {
    ByteBuffer in = ByteBuffer.wrap(b).order(order);
    int address = at + (wide ? SESSION + 24 : SESSION + 12);
    return new UtmpRecord(
        UtmpType.of(in.getShort(at)),
        in.getInt(at + PID),
        text(b, at + LINE, LINE_SIZE),
        text(b, at + ID, ID_SIZE),
        text(b, at + USER, USER_SIZE),
        text(b, at + HOST, HOST_SIZE),
        in.getShort(at + EXIT),
        in.getShort(at + EXIT + 2),
        wide ? in.getLong(at + SESSION) : in.getInt(at + SESSION),
        seconds(in, at) * MICROS + micros(in, at),
        address(Arrays.copyOfRange(b, address, address + ADDRESS_SIZE)));
  }

  private long seconds(ByteBuffer in, int at) {
    return wide
        ? in.getLong(at + SESSION + 8)
        : Integer.toUnsignedLong(in.getInt(at + SESSION + 4));
  }

  private long micros(ByteBuffer in, int at) {
    return wide ? in.getLong(at + SESSION + 16) : in.getInt(at + SESSION + 8);
  }

  /** Names need no NUL where they fill their room. */
  private static String text(byte[] b, int from, int size) {
    int end = from;
    while (end < from + size && b[end] != 0) {
      end++;
    }
    return new String(b, from, end - from, StandardCharsets.UTF_8);
  }

  /** Four bytes are an IPv4 address, in network order on any machine; sixteen one of IPv6. */
  private static String address(byte[] b) {
    boolean four = true;
    boolean none = true;
    for (int i = 0; i < b.length; i++) {
      four &= i < 4 || b[i] == 0;
      none &= b[i] == 0;
    }
    if (none) {
      return "";
    }
    try {
      return InetAddress.getByAddress(four ? Arrays.copyOf(b, 4) : b).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // only of another number of bytes
    }
  }
}
