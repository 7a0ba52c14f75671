package org.hinomi.collector.receive;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What one stream receiver puts up with.
 *
 * @param maxMessageBytes longer messages are cut to this and marked; 480 (RFC 5424 §6.1) .. 2 MiB
 * @param maxConnections more are closed at once and counted
 * @param maxConnectionsPerSender the same for those from one address
 * @param unfinishedFrame a connection that leaves a frame unfinished for this long is closed
 * @param receiveBufferBytes SO_RCVBUF; 0 leaves it to the system (for TCP it then adapts itself)
 */
public record StreamLimits(
    int maxMessageBytes,
    int maxConnections,
    int maxConnectionsPerSender,
    Duration unfinishedFrame,
    int receiveBufferBytes) {
  public static final StreamLimits DEFAULT =
      new StreamLimits(64 << 10, 20_000, 2_000, Duration.ofMinutes(1), 0);

  public StreamLimits {
    requireNonNull(unfinishedFrame, "unfinishedFrame");
    if (maxMessageBytes < 480 || maxMessageBytes > 2 << 20) {
      throw new IllegalArgumentException(
          "maxMessageBytes: " + maxMessageBytes + " (expected: 480..2097152)");
    }
    if (maxConnections < 1) {
      throw new IllegalArgumentException("maxConnections: " + maxConnections + " (expected: >= 1)");
    }
    if (maxConnectionsPerSender < 1) {
      throw new IllegalArgumentException(
          "maxConnectionsPerSender: " + maxConnectionsPerSender + " (expected: >= 1)");
    }
    if (unfinishedFrame.isNegative() || unfinishedFrame.isZero()) {
      throw new IllegalArgumentException(
          "unfinishedFrame: " + unfinishedFrame + " (expected: more than 0)");
    }
    if (receiveBufferBytes < 0) {
      throw new IllegalArgumentException(
          "receiveBufferBytes: " + receiveBufferBytes + " (expected: >= 0)");
    }
  }
}
