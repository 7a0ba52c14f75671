package org.hinomi.collector.imports.capture;

/** A packet as it was captured; filled anew for each. Not thread-safe. */
final class Packet {
  /** The most that capture programs keep of a packet. */
  static final int LARGEST = 256 << 10;

  /** Stands for a time that the file does not give. */
  static final long NO_TIME = Long.MIN_VALUE;

  byte[] bytes = {};
  int start;

  /** Behind the last byte that was kept. */
  int end;

  /** Bytes that it had on the wire. */
  long length;

  /** Microseconds since 1970. */
  long micros;

  /** What its first bytes are: a LINKTYPE value of tcpdump.org. */
  int linkType;
}
