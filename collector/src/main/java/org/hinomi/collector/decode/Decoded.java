package org.hinomi.collector.decode;

import org.hinomi.core.event.Identity;
import org.hinomi.core.event.Transport;
import org.jspecify.annotations.Nullable;

/** What a journal record turned out to be. */
public sealed interface Decoded permits Event, SampleRound {
  /** The journal position of the record. */
  long position();

  Transport transport();

  /** Address of the sender without port, as text (IPv6 compressed, RFC 5952). */
  String sourceAddress();

  /** When the collector received it: microseconds since 1970-01-01T00:00Z. */
  long receivedMicros();

  /** The record's own time, else the time it was received: microseconds since 1970. */
  long timeMicros();

  /** The host it speaks of; the sender's address where it names none. */
  String host();

  /** Present on what an agent made. */
  @Nullable Identity identity();
}
