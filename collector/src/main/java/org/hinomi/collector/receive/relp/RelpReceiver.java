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
import org.hinomi.core.event.Transport;
import org.hinomi.core.settings.HostPort;

/**
 * Receives syslog over RELP, server side. Each frame is answered when it is durable; a full intake
 * makes the senders wait.
 */
public final class RelpReceiver implements AutoCloseable {
  private final StreamServer server;

  /**
   * Binds and begins to accept.
   *
   * @param epochNanos gives nanoseconds since 1970-01-01T00:00Z
   * @throws IOException where the address cannot be bound
   */
  public RelpReceiver(
      HostPort listen,
      StreamLimits limits,
      EventLoops loops,
      Intake intake,
      ConnectionNumbers numbers,
      Counters counters,
      LongSupplier epochNanos)
      throws IOException {
    Counters.Received received = counters.received(Transport.RELP);
    server =
        new StreamServer(
            Transport.RELP.wireName(),
            listen,
            limits,
            loops,
            counters,
            received,
            (Channel channel) ->
                new RelpHandler(
                    (InetSocketAddress) channel.remoteAddress(),
                    numbers.next(),
                    new RelpFramer(limits.maxMessageBytes()),
                    new Handover(intake, channel),
                    received,
                    epochNanos));
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.address();
  }

  /** Accepts no more, answers what is under way, says {@code serverclose}, and closes. */
  @Override
  public void close() {
    server.close();
  }
}
