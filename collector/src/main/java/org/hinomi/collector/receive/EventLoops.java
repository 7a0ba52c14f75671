package org.hinomi.collector.receive;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that read the sockets, and which kind of channel suits them: native epoll on Linux
 * (recvmmsg reads many datagrams at once), NIO elsewhere. Shared by all receivers.
 */
public final class EventLoops implements AutoCloseable {
  private final boolean epoll;
  private final MultiThreadIoEventLoopGroup group;
  private final MultiThreadIoEventLoopGroup unrepeated;
  private final int mostConnections;
  private final AtomicInteger connections = new AtomicInteger();

  /**
   * @param threads 1.. of each kind; one does several hundred thousand records a second
   */
  public EventLoops(int threads) {
    this(threads, Epoll.isAvailable());
  }

  /**
   * @param epoll false for NIO even where epoll is available
   */
  public EventLoops(int threads, boolean epoll) {
    this(threads, epoll, Integer.MAX_VALUE);
  }

  /**
   * @param mostConnections that all receivers together may have open: each is a file of the process
   */
  public EventLoops(int threads, boolean epoll, int mostConnections) {
    this.mostConnections = mostConnections;
    if (threads < 1) {
      throw new IllegalArgumentException("threads: " + threads + " (expected: >= 1)");
    }
    this.epoll = epoll;
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    group = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("receive", true), io);
    // Its threads start with their first socket.
    unrepeated =
        new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("receive-udp", true), io);
  }

  /** For senders that wait, or send again: a loop of theirs may wait for the disk. */
  public MultiThreadIoEventLoopGroup group() {
    return group;
  }

  /** For datagrams that nobody sends again: their loops wait for nothing. */
  public MultiThreadIoEventLoopGroup unrepeated() {
    return unrepeated;
  }

  /** Whether the channels are of the native kind and take its options. */
  public boolean epoll() {
    return epoll;
  }

  public Class<? extends ServerChannel> serverChannel() {
    return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  public Class<? extends DatagramChannel> datagramChannel() {
    return epoll ? EpollDatagramChannel.class : NioDatagramChannel.class;
  }

  /** Whether one more connection may be open; it counts then, until {@link #closed}. */
  boolean opens() {
    if (connections.incrementAndGet() <= mostConnections) {
      return true;
    }
    connections.decrementAndGet();
    return false;
  }

  /** A connection that counted is closed. */
  void closed() {
    connections.decrementAndGet();
  }

  /** Ends the threads; the receivers are closed before. */
  @Override
  public void close() {
    Future<?> others = unrepeated.shutdownGracefully(0, 5, TimeUnit.SECONDS);
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
    others.awaitUninterruptibly(10, TimeUnit.SECONDS);
  }
}
