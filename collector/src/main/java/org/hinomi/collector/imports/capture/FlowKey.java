package org.hinomi.collector.imports.capture;

import java.util.Arrays;

/** What the packets of a flow have in common, in either direction or in one. */
final class FlowKey {
  private final byte[] bytes;
  private final int hash;

  private FlowKey(byte[] bytes) {
    this.bytes = bytes;
    this.hash = Arrays.hashCode(bytes);
  }

  /** The same for both directions. */
  static FlowKey ofBoth(int type, int protocol, byte[] a, int portOfA, byte[] b, int portOfB) {
    int order = Arrays.compareUnsigned(a, b);
    return order < 0 || (order == 0 && portOfA <= portOfB)
        ? ofOne(type, protocol, a, portOfA, b, portOfB)
        : ofOne(type, protocol, b, portOfB, a, portOfA);
  }

  /** Another for each direction. */
  static FlowKey ofOne(int type, int protocol, byte[] a, int portOfA, byte[] b, int portOfB) {
    byte[] all = new byte[12 + a.length + b.length];
    put(all, 0, type);
    put(all, 2, protocol);
    put(all, 4, portOfA);
    put(all, 6, portOfB);
    put(all, 8, portOfA < 0 ? 1 : 0);
    put(all, 10, a.length);
    System.arraycopy(a, 0, all, 12, a.length);
    System.arraycopy(b, 0, all, 12 + a.length, b.length);
    return new FlowKey(all);
  }

  private static void put(byte[] all, int at, int value) {
    all[at] = (byte) (value >> 8);
    all[at + 1] = (byte) value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FlowKey that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
