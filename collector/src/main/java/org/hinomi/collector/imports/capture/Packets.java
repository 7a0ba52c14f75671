package org.hinomi.collector.imports.capture;

/** Gives the packets of a capture. Not thread-safe. */
interface Packets {
  /**
   * Goes to the next packet.
   *
   * @return false at the end
   */
  boolean next(Packet packet);
}
