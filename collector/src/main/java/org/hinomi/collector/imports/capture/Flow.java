package org.hinomi.collector.imports.capture;

/**
 * The sums of a flow. Its source is who sent the first packet; of TCP who opened the connection,
 * where that can be told. Not thread-safe.
 */
final class Flow {
  /** EtherType of IPv4 or IPv6; else what the frames carried, {@link LinkLayer#UNKNOWN} too. */
  final int type;

  /** Of IP; -1 for others. */
  final int protocol;

  /** IP or MAC address; empty where there is none. */
  final byte[] source;

  /** -1 where there is none. */
  final int sourcePort;

  final byte[] destination;
  final int destinationPort;
  long packets;
  long bytes;
  long packetsBack;
  long bytesBack;
  long first;
  long last;

  /** TCP: one side has ended it. */
  boolean closed;

  Flow(
      int type,
      int protocol,
      byte[] source,
      int sourcePort,
      byte[] destination,
      int destinationPort,
      long first) {
    this.type = type;
    this.protocol = protocol;
    this.source = source;
    this.sourcePort = sourcePort;
    this.destination = destination;
    this.destinationPort = destinationPort;
    this.first = first;
    this.last = first;
  }
}
