package org.hinomi.core.unix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes records as glibc does on machines of each kind. */
final class UtmpBytes {
  private UtmpBytes() {}

  static byte[] of(UtmpLayout layout, UtmpRecord record, byte... address) {
    boolean wide = layout.length() == 400;
    ByteBuffer out =
        ByteBuffer.allocate(layout.length())
            .order(
                layout.name().startsWith("BIG") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    out.putShort(0, (short) record.type().ordinal()).putInt(4, (int) record.pid());
    text(out, 8, record.line());
    text(out, 40, record.id());
    text(out, 44, record.user());
    text(out, 76, record.host());
    out.putShort(332, (short) record.termination()).putShort(334, (short) record.exit());
    long seconds = record.micros() / 1_000_000;
    long micros = record.micros() % 1_000_000;
    if (wide) {
      out.putLong(336, record.session()).putLong(344, seconds).putLong(352, micros);
    } else {
      out.putInt(336, (int) record.session()).putInt(340, (int) seconds);
      out.putInt(344, (int) micros);
    }
    out.put(wide ? 360 : 348, address);
    return out.array();
  }

  private static void text(ByteBuffer out, int at, String text) {
    out.put(at, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A record without what a start has not. */
  static UtmpRecord record(
      UtmpType type, int pid, String line, String user, String host, long seconds) {
    return new UtmpRecord(type, pid, line, "", user, host, 0, 0, 0, seconds * 1_000_000, "");
  }

  static UtmpRecord boot(long seconds) {
    return record(UtmpType.BOOT_TIME, 0, "~", "reboot", "6.1.0-28-amd64", seconds);
  }

  static UtmpRecord shutdown(long seconds) {
    return record(UtmpType.RUN_LVL, 0, "~", "shutdown", "6.1.0-28-amd64", seconds);
  }

  static UtmpRecord logon(String line, String user, String host, long seconds) {
    return record(UtmpType.USER_PROCESS, 812, line, user, host, seconds);
  }

  static UtmpRecord end(String line, long seconds) {
    return record(UtmpType.DEAD_PROCESS, 812, line, "", "", seconds);
  }
}
