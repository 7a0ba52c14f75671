package org.hinomi.collector.receive.snmp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.hinomi.collector.receive.Intake;
import org.hinomi.core.settings.HostPort;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives SNMP over UDP: every datagram goes to the intake as it is, whatever it holds; an INFORM
 * (SNMPv2c) is answered when the intake has synced it, and not at all where that failed.
 *
 * <p>SNMPv3 goes the same way; nothing of it is answered yet.
 */
public final class SnmpReceiver implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SnmpReceiver.class);

  /** The longest UDP payload, so that no datagram is truncated. */
  private static final int MAX_DATAGRAM = 65_535;

  /** Datagrams that one recvmmsg(2) may bring, where epoll is at hand. */
  private static final int DATAGRAMS_PER_READ = 8;

  /** The reason under which a datagram is dropped that the intake has no room for. */
  public static final String INTAKE_FULL = "intake-full";

  /** The reason under which a datagram is dropped that could not be read from the socket. */
  public static final String READ_FAILED = "read-failed";

  /** Counts for the metrics. Called on the event loop. */
  public interface Tally {
    void received(int datagrams);

    /**
     * @param reason one of the constants of {@link SnmpReceiver}
     */
    void dropped(String reason, int datagrams);
  }

  private final Intake intake;
  private final InstantSource clock;
  private final Tally tally;
  private final DatagramChannel channel;

  /**
   * Binds the address and begins to receive.
   *
   * @param receiveBufferBytes asked of the system for the socket; a warning says when it gives less
   * @param group runs the channel: epoll where the group is one, else NIO; not closed here
   * @param clock gives the time of receipt
   * @throws IOException where the address cannot be bound
   */
  public SnmpReceiver(
      HostPort listen,
      Intake intake,
      int receiveBufferBytes,
      IoEventLoopGroup group,
      InstantSource clock,
      Tally tally)
      throws IOException {
    this.intake = intake;
    this.clock = clock;
    this.tally = tally;
    boolean epoll = group.isIoType(EpollIoHandler.class);
    int readSize = epoll ? DATAGRAMS_PER_READ * MAX_DATAGRAM : MAX_DATAGRAM;
    Bootstrap bootstrap =
        new Bootstrap()
            .group(group)
            .channel(epoll ? EpollDatagramChannel.class : NioDatagramChannel.class)
            .option(ChannelOption.SO_RCVBUF, receiveBufferBytes)
            .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(readSize))
            .handler(new Datagrams());
    if (epoll) {
      bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_DATAGRAM);
    }
    ChannelFuture bound =
        bootstrap.bind(new InetSocketAddress(listen.host(), listen.port())).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "SNMP cannot listen on " + listen + " (UDP): " + bound.cause().getMessage(),
          bound.cause());
    }
    this.channel = (DatagramChannel) bound.channel();
    warnOfASmallBuffer(listen, receiveBufferBytes);
  }

  /** Linux gives twice what was asked, for its own book-keeping, up to net.core.rmem_max. */
  private void warnOfASmallBuffer(HostPort listen, int asked) {
    int given = channel.config().getReceiveBufferSize();
    if (given < asked) {
      log.atWarn()
          .addKeyValue("listen", listen)
          .addKeyValue("asked", asked)
          .addKeyValue("given", given)
          .log(
              "The system gives SNMP a smaller receive buffer than asked, so a burst may be lost:"
                  + " raise net.core.rmem_max.");
    }
  }

  /** Where it listens, with the port that the system chose where the setting said 0. */
  public InetSocketAddress address() {
    return channel.localAddress();
  }

  /** Stops receiving; what was received has been offered to the intake. */
  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
  }

  /** Gathers the datagrams of one read loop into runs and offers them. */
  private final class Datagrams extends ChannelInboundHandlerAdapter {
    private @Nullable DatagramRun run;
    private @Nullable InformAnswers answers;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      DatagramPacket packet = (DatagramPacket) message;
      try {
        DatagramRun current = run;
        if (current != null && !current.takes(packet.sender())) {
          offer(context, current);
          current = null;
        }
        if (current == null) {
          current = new DatagramRun(packet.sender(), nanos(), packet.content().readableBytes());
          run = current;
        }
        current.add(packet.content());
      } finally {
        packet.release();
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      DatagramRun current = run;
      if (current != null) {
        offer(context, current);
      }
      run = null;
    }

    private void offer(ChannelHandlerContext context, DatagramRun finished) {
      tally.received(finished.count());
      List<byte[]> informs = finished.informs();
      Intake.Commit commit =
          informs.isEmpty()
              ? Intake.Commit.IGNORED
              : (position, failure) -> {
                if (failure == null) {
                  answerLater(context, finished.sender(), informs);
                }
              };
      if (!intake.offer(finished.chunk(), commit)) {
        tally.dropped(INTAKE_FULL, finished.count());
      }
    }

    private void answerLater(
        ChannelHandlerContext context, InetSocketAddress sender, List<byte[]> informs) {
      try {
        context
            .channel()
            .eventLoop()
            .execute(
                () -> {
                  InformAnswers speaker = answers;
                  if (speaker == null) {
                    speaker = new InformAnswers(context.channel());
                    answers = speaker;
                  }
                  for (byte[] inform : informs) {
                    speaker.answer(sender, inform);
                  }
                });
      } catch (RejectedExecutionException stopping) {
        log.atDebug()
            .addKeyValue("sender", sender)
            .log("An INFORM is not answered: the receiver has stopped.");
      }
    }

    private long nanos() {
      Instant now = clock.instant();
      return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // A UDP channel stays usable; on Linux an ICMP error for an answer may surface here.
      tally.dropped(READ_FAILED, 1);
      log.atDebug().setCause(cause).log("Reading from the SNMP socket failed.");
    }
  }
}
