package org.hinomi.core.sigma;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A network of IPv4 or IPv6 addresses (RFC 4632, RFC 4291), as the modifier {@code cidr} says. */
final class Cidr implements ValueTest {
  private final byte[] network;
  private final int bits;

  private Cidr(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  /** Reads {@code ADDRESS/BITS}, or one address; null where it is none. */
  static @Nullable Cidr of(String text) {
    int slash = text.indexOf('/');
    byte[] address = address(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return null;
    }
    if (slash < 0) {
      return new Cidr(address, address.length * 8);
    }
    String length = text.substring(slash + 1);
    if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > address.length * 8) {
      return null;
    }
    return new Cidr(address, Integer.parseInt(length));
  }

  @Override
  public boolean matches(String value) {
    byte[] address = address(value);
    if (address == null || address.length != network.length) {
      return false;
    }
    for (int i = 0; i < bits; i += 8) {
      int mask = bits - i >= 8 ? 0xFF : 0xFF << (8 - (bits - i));
      if (((address[i / 8] ^ network[i / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  /** An address without asking any name service; IPv4 in IPv6 is IPv4. */
  private static byte @Nullable [] address(String text) {
    int zone = text.indexOf('%');
    String plain = zone < 0 ? text : text.substring(0, zone);
    if (plain.indexOf(':') < 0) {
      return ipv4(plain);
    }
    if (plain.length() > 45 || !plain.matches("[0-9a-fA-F:.]+")) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(plain).getAddress();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static byte @Nullable [] ipv4(String text) {
    byte[] address = new byte[4];
    int part = 0;
    int value = -1;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '.';
      if (c >= '0' && c <= '9') {
        value = Math.max(value, 0) * 10 + c - '0';
        if (value > 255) {
          return null;
        }
      } else if (c == '.' && value >= 0 && part < 4) {
        address[part++] = (byte) value;
        value = -1;
      } else {
        return null;
      }
    }
    return part == 4 ? address : null;
  }
}
