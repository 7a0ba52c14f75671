package org.hinomi.collector.imports.capture;

import org.hinomi.core.event.AgentFrame;
import org.jspecify.annotations.Nullable;

/** Which traffic is read, not summed: by its port and by how it begins. */
final class Ports {
  private Ports() {}

  static boolean isSyslogOverTcp(int port) {
    return port == 514 || port == 601 || port == 5514;
  }

  /**
   * What a datagram to this port holds.
   *
   * @return null where it is summed
   */
  static @Nullable String format(int port, byte[] b, int from, int to) {
    return switch (port) {
      case 514, 5514 -> from < to ? AgentFrame.FORMAT_SYSLOG : null;
      case 162, 1162 -> isNotification(b, from, to) ? AgentFrame.FORMAT_SNMP : null;
      default -> null;
    };
  }

  /** A trap of version 1 or 2, an inform, or any message of version 3, which may be encrypted. */
  private static boolean isNotification(byte[] b, int from, int to) {
    if (to - from < 8 || b[from] != 0x30) {
      return false;
    }
    int at = content(b, from + 1, to);
    if (at < 0 || at + 3 > to || b[at] != 2 || b[at + 1] != 1) {
      return false;
    }
    if (b[at + 2] == 3) {
      return true;
    }
    int community = at + 3;
    int length = community + 1 < to && b[community] == 4 ? b[community + 1] & 0xff : 0x80;
    int pdu = community + 2 + length;
    if (length >= 0x80 || pdu >= to) {
      // Longer than communities are, or cut: the port says enough.
      return length >= 0x80 || pdu >= to;
    }
    int tag = b[pdu] & 0xff;
    return tag == 0xa4 || tag == 0xa6 || tag == 0xa7;
  }

  /** Where the content starts behind a length in BER; -1 where it cannot be read. */
  private static int content(byte[] b, int at, int to) {
    int first = b[at] & 0xff;
    int more = first < 0x80 ? 0 : first & 0x7f;
    return more > 4 || at + 1 + more >= to ? -1 : at + 1 + more;
  }
}
