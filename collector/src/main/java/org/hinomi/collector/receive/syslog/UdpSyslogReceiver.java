package org.hinomi.collector.receive.syslog;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.DatagramLimits;
import org.hinomi.collector.receive.DatagramReads;
import org.hinomi.collector.receive.EventLoops;
import org.hinomi.collector.receive.Intake;
import org.hinomi.collector.receive.KernelDrops;
import org.hinomi.collector.receive.SocketBuffer;
import org.hinomi.core.event.Transport;
import org.hinomi.core.settings.HostPort;

/**
 * Receives syslog over UDP (RFC 5426). What the intake has no room for is dropped and counted; what
 * the kernel dropped before is counted too.
 */
public final class UdpSyslogReceiver implements AutoCloseable {
  private final Counters counters;
  private final List<Channel> sockets = new ArrayList<>();

  /**
   * Binds and begins to read.
   *
   * @param epochNanos gives nanoseconds since 1970-01-01T00:00Z
   * @throws IOException where the address cannot be bound
   */
  public UdpSyslogReceiver(
      HostPort listen,
      DatagramLimits limits,
      EventLoops loops,
      Intake intake,
      Counters counters,
      LongSupplier epochNanos)
      throws IOException {
    this.counters = counters;
    int wanted = loops.epoll() ? limits.sockets() : 1;
    Bootstrap bootstrap =
        DatagramReads.configure(new Bootstrap(), loops, limits.receiveBufferBytes())
            .group(loops.unrepeated())
            .channel(loops.datagramChannel())
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new DatagramHandler(
                                limits.maxMessageBytes(), intake, counters, epochNanos));
                  }
                });
    if (loops.epoll()) {
      bootstrap.option(UnixChannelOption.SO_REUSEPORT, wanted > 1);
    }
    if (wanted > 1) {
      requireFree(listen);
    }
    int port = listen.port();
    for (int i = 0; i < wanted; i++) {
      ChannelFuture bound = bootstrap.bind(listen.host(), port).awaitUninterruptibly();
      if (!bound.isSuccess()) {
        close();
        throw notBound(listen, bound.cause());
      }
      sockets.add(bound.channel());
      port = address().getPort();
    }
    SocketBuffer.warnIfSmaller(
        Transport.SYSLOG_UDP.wireName(),
        limits.receiveBufferBytes(),
        sockets.getFirst(),
        loops.epoll());
    counters.watchKernelDrops(port, new KernelDrops(port));
  }

  /** Sockets that share a port would share it with another collector too, which nobody means. */
  private static void requireFree(HostPort listen) throws IOException {
    try (DatagramSocket alone = new DatagramSocket(null)) {
      alone.bind(new InetSocketAddress(listen.host(), listen.port()));
    } catch (IOException e) {
      throw notBound(listen, e);
    }
  }

  private static IOException notBound(HostPort listen, Throwable cause) {
    return new IOException(
        "listen.syslog-udp: " + listen + " cannot be bound (" + cause.getMessage() + ")", cause);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) sockets.getFirst().localAddress();
  }

  /** Reads no more; what was read has been offered. */
  @Override
  public void close() {
    if (!sockets.isEmpty()) {
      counters.unwatchKernelDrops(address().getPort());
    }
    for (Channel socket : sockets) {
      socket.close().awaitUninterruptibly();
    }
  }
}
