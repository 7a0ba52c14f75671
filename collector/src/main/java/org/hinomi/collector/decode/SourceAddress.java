package org.hinomi.collector.decode;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Addresses as text: IPv4 dotted, IPv6 compressed and in lower case (RFC 5952 §4). */
public final class SourceAddress {
  private static final int GROUPS = 8;

  private SourceAddress() {}

  /** Without port and scope. */
  public static String text(InetAddress address) {
    if (address instanceof Inet4Address) {
      return address.getHostAddress();
    }
    byte[] bytes = address.getAddress();
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
    }
    int zeros = 0;
    int zerosAt = -1;
    for (int i = 0; i < GROUPS; i++) {
      int n = 0;
      while (i + n < GROUPS && groups[i + n] == 0) {
        n++;
      }
      if (n > zeros && n > 1) {
        zeros = n;
        zerosAt = i;
      }
      i += Math.max(0, n - 1);
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < GROUPS; i++) {
      if (i == zerosAt) {
        text.append("::");
        i += zeros - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}
