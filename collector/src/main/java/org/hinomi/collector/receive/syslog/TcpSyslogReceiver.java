package org.hinomi.collector.receive.syslog;

import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;
import org.hinomi.collector.receive.ConnectionNumbers;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.EventLoops;
import org.hinomi.collector.receive.FrameSink;
import org.hinomi.collector.receive.Handover;
import org.hinomi.collector.receive.Intake;
import org.hinomi.collector.receive.StreamLimits;
import org.hinomi.collector.receive.StreamServer;
import org.hinomi.collector.receive.TlsGate;
import org.hinomi.core.event.Transport;
import org.hinomi.core.settings.HostPort;
import org.jspecify.annotations.Nullable;

/** Receives syslog over TCP (RFC 6587) or TLS (RFC 5425). A full intake makes the senders wait. */
public final class TcpSyslogReceiver implements AutoCloseable {
  private final StreamServer server;

  /**
   * Binds and begins to accept.
   *
   * @param tls null: plain text
   * @param epochNanos gives nanoseconds since 1970-01-01T00:00Z
   * @throws IOException where the address cannot be bound
   */
  public TcpSyslogReceiver(
      HostPort listen,
      StreamLimits limits,
      @Nullable TlsGate tls,
      EventLoops loops,
      Intake intake,
      ConnectionNumbers numbers,
      Counters counters,
      LongSupplier epochNanos)
      throws IOException {
    Transport transport = tls == null ? Transport.SYSLOG_TCP : Transport.SYSLOG_TLS;
    Counters.Received received = counters.received(transport);
    server =
        new StreamServer(
            transport.wireName(),
            listen,
            limits,
            loops,
            counters,
            received,
            tls,
            epochNanos,
            (Channel channel) ->
                new SyslogStreamHandler(
                    transport,
                    (InetSocketAddress) channel.remoteAddress(),
                    numbers.next(),
                    new SyslogFramer(limits.maxMessageBytes()),
                    new FrameSink(received),
                    new Handover(intake, channel, counters),
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

  /** Accepts no more, hands over what was read, and closes the connections. */
  @Override
  public void close() {
    server.close();
  }
}
