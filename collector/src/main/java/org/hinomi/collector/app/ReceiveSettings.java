package org.hinomi.collector.app;

import org.hinomi.core.settings.Section;

/**
 * Limits of the receivers.
 *
 * @param messageLimit largest message in bytes; a longer one is cut there and counted
 * @param connections open ones of one stream listener, at most
 * @param connectionsPerSender those from one address
 * @param udpBuffer the kernel's receive buffer to ask for, in bytes, for each UDP socket
 */
public record ReceiveSettings(
    int messageLimit, int connections, int connectionsPerSender, int udpBuffer) {

  private static final long DEFAULT_MESSAGE_LIMIT = 64L << 10;
  private static final long DEFAULT_CONNECTIONS = 20_000;
  private static final long DEFAULT_PER_SENDER = 2_000;
  private static final long DEFAULT_UDP_BUFFER = 4L << 20;

  static ReceiveSettings read(Section s) {
    // RFC 5425 section 4.3.1 wants 2 KiB received by all and 8 KiB by most.
    return new ReceiveSettings(
        Math.toIntExact(s.size("message-limit", 2L << 10, 2L << 20).orElse(DEFAULT_MESSAGE_LIMIT)),
        Math.toIntExact(s.integer("connections", 1, 1_000_000).orElse(DEFAULT_CONNECTIONS)),
        Math.toIntExact(
            s.integer("connections-per-sender", 1, 1_000_000).orElse(DEFAULT_PER_SENDER)),
        Math.toIntExact(s.size("udp-buffer", 64L << 10, 1L << 30).orElse(DEFAULT_UDP_BUFFER)));
  }
}
