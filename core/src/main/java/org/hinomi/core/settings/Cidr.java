package org.hinomi.core.settings;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A network: {@code 10.1.0.0/16}, {@code 2001:db8::/32}, or one address. Bits behind the prefix are
 * cleared, so {@code 10.1.2.3/16} equals {@code 10.1.0.0/16}. An IPv4-mapped IPv6 address counts as
 * the IPv4 address that it carries. Immutable.
 */
public final class Cidr {
  private final byte[] network;
  private final int prefix;

  private Cidr(byte[] address, int prefix) {
    this.network = masked(address, prefix);
    this.prefix = prefix;
  }

  /**
   * Reads a literal; names are not looked up.
   *
   * @throws IllegalArgumentException when {@code text} is neither an address nor address/prefix
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    byte[] address =
        InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
    if (slash < 0) {
      return new Cidr(address, address.length * 8);
    }
    String digits = text.substring(slash + 1);
    int prefix = digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
    if (prefix < 0 || prefix > address.length * 8) {
      throw new IllegalArgumentException(
          text + " (expected: a prefix of 0.." + address.length * 8 + ")");
    }
    return new Cidr(address, prefix);
  }

  /** Whether this network holds the address; never across address families. */
  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == network.length && Arrays.equals(masked(bytes, prefix), network);
  }

  /** Length of the network part in bits, 0..32 or 0..128: the longest match is the nearest. */
  public int prefix() {
    return prefix;
  }

  private static byte[] masked(byte[] address, int prefix) {
    byte[] result = address.clone();
    for (int i = 0; i < result.length; i++) {
      int kept = Math.clamp(prefix - 8L * i, 0, 8);
      result[i] &= (byte) (0xff << (8 - kept));
    }
    return result;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cidr that
        && that.prefix == prefix
        && Arrays.equals(that.network, network);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(network) + prefix;
  }

  @Override
  public String toString() {
    try {
      return InetAddress.getByAddress(network).getHostAddress() + "/" + prefix;
    } catch (java.net.UnknownHostException e) {
      throw new IllegalStateException("a literal has 4 or 16 bytes", e);
    }
  }
}
