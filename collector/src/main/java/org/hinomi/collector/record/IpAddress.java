package org.hinomi.collector.record;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address of IPv4 or IPv6, whatever way it was written (RFC 4291, section 2.2); an IPv4-mapped
 * IPv6 address is the IPv4 address.
 *
 * @param value of its 32 or 128 bits
 */
public record IpAddress(boolean ipv4, BigInteger value) {
  private static final Pattern DOTTED = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
  private static final Pattern COLONS = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  public IpAddress {
    if (value.signum() < 0 || value.bitLength() > bits(ipv4)) {
      throw new IllegalArgumentException(
          value + " (expected: a number of " + bits(ipv4) + " bits)");
    }
  }

  private static int bits(boolean ipv4) {
    return ipv4 ? 32 : 128;
  }

  /** Reads an address; empty where the text is none. */
  public static Optional<IpAddress> of(String text) {
    if (!DOTTED.matcher(text).matches() && !COLONS.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      byte[] address = InetAddress.ofLiteral(text).getAddress();
      return Optional.of(new IpAddress(address.length == 4, new BigInteger(1, address)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The length of an address of this family in bits. */
  public int bits() {
    return bits(ipv4);
  }

  /** First address of its network, or the last. */
  public IpAddress inNetwork(int prefix, boolean last) {
    BigInteger host = BigInteger.ONE.shiftLeft(bits() - prefix).subtract(BigInteger.ONE);
    return new IpAddress(ipv4, last ? value.or(host) : value.andNot(host));
  }

  /** The address so many further on; empty where there is none. */
  public Optional<IpAddress> plus(int step) {
    BigInteger moved = value.add(BigInteger.valueOf(step));
    return moved.signum() < 0 || moved.bitLength() > bits()
        ? Optional.empty()
        : Optional.of(new IpAddress(ipv4, moved));
  }

  /** The digits of an IPv6 address without colons, 32 of them. */
  String hex() {
    String digits = value.toString(16);
    return "0".repeat(32 - digits.length()) + digits;
  }
}
