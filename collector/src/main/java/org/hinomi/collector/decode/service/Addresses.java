package org.hinomi.collector.decode.service;

/** Addresses and names of hosts as programs write them. */
final class Addresses {
  private static final String MAPPED = "::ffff:";
  private static final String SMTP_IPV6 = "ipv6:";

  private Addresses() {}

  /**
   * The address without brackets, without {@code ::ffff:} before an IPv4 one (RFC 4291, 2.5.5.2)
   * and without the {@code IPv6:} of RFC 5321, 4.1.3.
   */
  static String bare(String text) {
    String bare = text;
    if (bare.length() > 2 && bare.charAt(0) == '[' && bare.charAt(bare.length() - 1) == ']') {
      bare = bare.substring(1, bare.length() - 1);
    }
    if (bare.regionMatches(true, 0, SMTP_IPV6, 0, SMTP_IPV6.length())) {
      bare = bare.substring(SMTP_IPV6.length());
    }
    if (bare.regionMatches(true, 0, MAPPED, 0, MAPPED.length()) && bare.indexOf('.') > 0) {
      bare = bare.substring(MAPPED.length());
    }
    return bare;
  }

  /** Whether it looks like an address, not like a name: digits with three dots, or two colons. */
  static boolean isIp(String text) {
    int dots = 0;
    int colons = 0;
    int i = 0;
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        dots++;
      } else if (c == ':') {
        colons++;
      } else if (c == '%' && colons > 1) {
        break;
      } else if (Character.digit(c, 16) < 0 || c > 'f') {
        return false;
      } else if (colons == 0 && c > '9' && dots > 0) {
        return false;
      }
    }
    return colons == 0 ? dots == 3 && i == text.length() : colons >= 2;
  }

  /** Whether these characters may be an address or the name of a host. */
  static boolean couldBe(String text, int start, int end) {
    if (end - start > 255) {
      return false;
    }
    int colons = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      int lower = c | 0x20;
      colons += c == ':' ? 1 : 0;
      boolean ok =
          lower >= 'a' && lower <= 'z'
              || c >= '0' && c <= '9'
              || c == '.'
              || c == ':'
              || c == '-'
              || c == '_'
              || c == '%'
              || c == '['
              || c == ']';
      if (!ok) {
        return false;
      }
    }
    // One colon stands before a port.
    return colons != 1;
  }
}
