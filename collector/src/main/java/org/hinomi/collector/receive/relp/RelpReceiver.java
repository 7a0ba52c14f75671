package org.hinomi.collector.receive.relp;

import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;
import org.hinomi.collector.receive.ConnectionNumbers;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.EventLoops;
import org.hinomi.collector.receive.Handover;
import org.hinomi.collector.receive.Intake;
import org.hinomi.collector.receive.StreamLimits;
import org.hinomi.collector.receive.StreamServer;
import org.hinomi.collector.receive.TlsGate;
import org.hinomi.core.event.Transport;
import org.hinomi.core.settings.HostPort;
import org.jspecify.annotations.Nullable;

/**
 * Receives syslog over RELP, server side, in plain text or over TLS. Each frame is answered when it
 * is durable; a full intake makes the senders wait.
 */
public final class RelpReceiver implements AutoCloseable {
  private final StreamServer server;

  /**
   * Binds and begins to accept.
   *
   * @param name of the setting, {@code relp} or {@code relp-tls}
   * @param tls null: plain text
   * @param access what senders may do
   * @param epochNanos gives nanoseconds since 1970-01-01T00:00Z
   * @throws IOException where the address cannot be bound
   */
  public RelpReceiver(
      String name,
      HostPort listen,
      StreamLimits limits,
      @Nullable TlsGate tls,
      RelpAccess access,
      EventLoops loops,
      Intake intake,
      ConnectionNumbers numbers,
      Counters counters,
      LongSupplier epochNanos)
      throws IOException {
    Counters.Received received = counters.received(Transport.RELP);
    server =
        new StreamServer(
            name,
            listen,
            limits,
            loops,
            counters,
            received,
            tls,
            epochNanos,
            (Channel channel) ->
                new RelpHandler(
                    (InetSocketAddress) channel.remoteAddress(),
                    numbers.next(),
                    new RelpFramer(limits.maxMessageBytes()),
                    access,
                    new Handover(intake, channel, counters),
                    received,
                    counters,
                    epochNanos));
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.address();
  }

  /** Closes connections whose certificates count no more. */
  public void closeOutdated() {
    server.closeOutdated();
  }

  /** Accepts no more, answers what is under way, says {@code serverclose}, and closes. */
  @Override
  public void close() {
    server.close();
  }
}
