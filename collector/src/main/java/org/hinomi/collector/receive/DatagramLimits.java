package org.hinomi.collector.receive;

/**
 * What one datagram receiver puts up with.
 *
 * @param maxMessageBytes longer messages are cut to this and marked; 480 (RFC 5426 §3.2) .. 65536
 * @param receiveBufferBytes SO_RCVBUF of each socket, which holds what arrives in a burst
 * @param sockets how many sockets share the port (SO_REUSEPORT, Linux only); 1..64
 */
public record DatagramLimits(int maxMessageBytes, int receiveBufferBytes, int sockets) {
  public static final DatagramLimits DEFAULT = new DatagramLimits(65_536, 4 << 20, 1);

  public DatagramLimits {
    if (maxMessageBytes < 480 || maxMessageBytes > 65_536) {
      throw new IllegalArgumentException(
          "maxMessageBytes: " + maxMessageBytes + " (expected: 480..65536)");
    }
    if (receiveBufferBytes < 65_536) {
      throw new IllegalArgumentException(
          "receiveBufferBytes: " + receiveBufferBytes + " (expected: >= 65536)");
    }
    if (sockets < 1 || sockets > 64) {
      throw new IllegalArgumentException("sockets: " + sockets + " (expected: 1..64)");
    }
  }
}
