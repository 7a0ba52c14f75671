package org.hinomi.collector.receive;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import java.util.concurrent.TimeUnit;

/**
 * How datagrams are read: many with one system call (recvmmsg(2)), and no oftener than every
 * millisecond.
 *
 * <p>A receiver that keeps up would otherwise be woken for each datagram, and pay more for waking
 * than for reading; the socket's buffer holds many milliseconds. One object per socket, used on its
 * event loop alone.
 */
public final class DatagramReads {
  /**
   * The largest payload that UDP can carry, and a cache line more: so that the slots of one read do
   * not all begin in the same set of the processor's cache.
   */
  private static final int SLOT = 65_536 + 64;

  /** Slots of one system call: 1 MiB, of which mostly the first page of each is used. */
  private static final int SLOTS = 16;

  /** Datagrams after which other sockets get their turn. */
  private static final int MOST_IN_A_ROW = 1024;

  private static final long PAUSE_MICROS = 1000;

  private static final int PAGE = 8192;

  /**
   * Netty's default allocator does not pool buffers of this size: it would fetch and zero 1 MiB for
   * every read. One arena; a chunk is 4 MiB and serves three sockets at once.
   */
  private static final ByteBufAllocator BUFFERS =
      new PooledByteBufAllocator(true, 0, 1, PAGE, 9, 0, 0, false);

  /** Keeps the chunk: an empty one would be given back after each read, and zeroed anew. */
  @SuppressWarnings("unused")
  private static final ByteBuf ANCHOR = BUFFERS.directBuffer(PAGE);

  private int count;

  /** Sets the socket's options. */
  public static Bootstrap configure(Bootstrap bootstrap, EventLoops loops, int receiveBufferBytes) {
    FixedRecvByteBufAllocator sizes =
        new FixedRecvByteBufAllocator(loops.epoll() ? SLOT * SLOTS : SLOT);
    sizes.maxMessagesPerRead(MOST_IN_A_ROW);
    bootstrap
        .option(ChannelOption.SO_RCVBUF, receiveBufferBytes)
        .option(ChannelOption.ALLOCATOR, BUFFERS)
        .option(ChannelOption.RECVBUF_ALLOCATOR, sizes);
    if (loops.epoll()) {
      bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, SLOT);
    }
    return bootstrap;
  }

  /** A datagram was read. */
  public void read() {
    count++;
  }

  /** All that was there has been read: rests, unless so much was there that more will be. */
  public void rest(Channel channel) {
    if (count < MOST_IN_A_ROW && channel.isActive()) {
      channel.config().setAutoRead(false);
      channel
          .eventLoop()
          .schedule(() -> channel.config().setAutoRead(true), PAUSE_MICROS, TimeUnit.MICROSECONDS);
    }
    count = 0;
  }

  /** Goes on reading at once: somebody waits for an answer. */
  public void goOn() {
    count = 0;
  }
}
