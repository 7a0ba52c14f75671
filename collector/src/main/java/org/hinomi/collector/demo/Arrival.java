package org.hinomi.collector.demo;

import org.hinomi.core.event.Transport;

/**
 * A record as it reaches the collector.
 *
 * @param receivedMicros when, microseconds since 1970
 * @param sender its address
 * @param bytes of the message, without the framing; nobody writes to them
 */
@SuppressWarnings("ArrayRecordComponent")
public record Arrival(long receivedMicros, Transport transport, String sender, byte[] bytes) {}
