package org.hinomi.collector.access;

import java.net.InetAddress;
import java.util.HexFormat;

/** Which addresses are counted as one. */
public final class Network {
  private static final int IPV6 = 16;
  private static final int IPV6_KEPT = 8;
  private static final int IPV4_KEPT = 3;

  private Network() {}

  /**
   * Those of one machine or person: of IPv4 the address alone, since each may be somebody else's;
   * who has one of IPv6 usually has all that share its first half.
   */
  static String ofOne(String address) {
    return address.indexOf(':') < 0 ? address : cut(address, false);
  }

  /** Those of one neighbourhood: /24 of IPv4, /64 of IPv6; "" where the address is unknown. */
  public static String around(String address) {
    return address.isEmpty() ? address : cut(address, true);
  }

  private static String cut(String address, boolean alsoIpv4) {
    byte[] bytes = InetAddress.ofLiteral(address).getAddress();
    if (bytes.length == IPV6) {
      return HexFormat.of().formatHex(bytes, 0, IPV6_KEPT);
    }
    return alsoIpv4 ? HexFormat.of().formatHex(bytes, 0, IPV4_KEPT) : address;
  }
}
