package org.hinomi.collector.journal;

import java.net.InetSocketAddress;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.collector.receive.Peer;
import org.hinomi.core.event.Transport;
import org.jspecify.annotations.Nullable;

/**
 * One journal record as a reader sees it. A view moves on with its reader: what outlives the call
 * must be copied. Not thread-safe.
 */
public interface RecordView {
  /** Order and name of the record: 1 for the first of a history, then one more each. */
  long position();

  Transport transport();

  /** Who sent it. */
  InetSocketAddress sender();

  /** Who the sender has proved to be; null: it has proved nothing. */
  default @Nullable Peer peer() {
    return null;
  }

  /** Nanoseconds since 1970-01-01T00:00Z. */
  long receivedNanos();

  /** The TCP connection it came over; 0 for datagrams. */
  long connection();

  /** How many records of the same connection came before it. */
  long indexInConnection();

  /** Length before truncation, or {@link #length()}. */
  int originalLength();

  @Nullable FrameFault fault();

  /** The bytes stand in {@code buffer()[offset() .. offset()+length())}. */
  byte[] buffer();

  int offset();

  int length();
}
