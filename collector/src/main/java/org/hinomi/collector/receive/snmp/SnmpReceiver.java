package org.hinomi.collector.receive.snmp;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.DatagramReads;
import org.hinomi.collector.receive.EventLoops;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.collector.receive.Intake;
import org.hinomi.collector.receive.KernelDrops;
import org.hinomi.collector.receive.SocketBuffer;
import org.hinomi.core.event.Transport;
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

  private static final String STAGE = "receive";

  private final Intake intake;
  private final LongSupplier epochNanos;
  private final Counters counters;
  private final Counters.Received received;
  private final DatagramChannel channel;

  /**
   * Binds the address and begins to receive.
   *
   * @param receiveBufferBytes asked of the system for the socket; a warning says when it gives less
   * @param loops not closed here
   * @param epochNanos gives nanoseconds since 1970-01-01T00:00Z
   * @throws IOException where the address cannot be bound
   */
  public SnmpReceiver(
      HostPort listen,
      int receiveBufferBytes,
      EventLoops loops,
      Intake intake,
      Counters counters,
      LongSupplier epochNanos)
      throws IOException {
    this.intake = intake;
    this.epochNanos = epochNanos;
    this.counters = counters;
    this.received = counters.received(Transport.SNMP);
    Bootstrap bootstrap =
        DatagramReads.configure(new Bootstrap(), loops, receiveBufferBytes)
            .group(loops.group())
            .channel(loops.datagramChannel())
            .handler(new Datagrams());
    ChannelFuture bound = bootstrap.bind(listen.host(), listen.port()).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "listen.snmp: " + listen + " cannot be bound (" + bound.cause().getMessage() + ")",
          bound.cause());
    }
    this.channel = (DatagramChannel) bound.channel();
    SocketBuffer.warnIfSmaller(
        Transport.SNMP.wireName(), receiveBufferBytes, channel, loops.epoll());
    int port = address().getPort();
    counters.watchKernelDrops(port, new KernelDrops(port));
  }

  /** Where it listens, with the port that the system chose where the setting said 0. */
  public InetSocketAddress address() {
    return channel.localAddress();
  }

  /** Stops receiving; what was received has been offered to the intake. */
  @Override
  public void close() {
    counters.unwatchKernelDrops(address().getPort());
    channel.close().awaitUninterruptibly();
  }

  /** Gathers the datagrams of one read loop into runs and offers them. */
  private final class Datagrams extends ChannelInboundHandlerAdapter {
    private final DatagramReads reads = new DatagramReads();
    private @Nullable DatagramRun run;
    private boolean awaited;

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
          current = new DatagramRun(packet.sender(), epochNanos.getAsLong());
          run = current;
        }
        reads.read();
        SnmpHead head = current.add(packet.content());
        awaited |= head == SnmpHead.INFORM;
        if (head == SnmpHead.NOT_BER) {
          received.fault(FrameFault.BAD_BER);
        }
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
      if (awaited) {
        reads.goOn();
      } else {
        reads.rest(context.channel());
      }
      awaited = false;
    }

    private void offer(ChannelHandlerContext context, DatagramRun finished) {
      int count = finished.count();
      received.add(count, finished.octets());
      List<byte[]> informs = finished.informs();
      Intake.Commit commit =
          informs.isEmpty()
              ? Intake.Commit.IGNORED
              : (position, failure) -> {
                if (failure == null) {
                  answerLater(context, finished.sender(), informs);
                }
              };
      if (!intake.offer(finished.build(), commit)) {
        counters.dropped(STAGE, "intake_full", count);
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
                  for (byte[] inform : informs) {
                    answer(context, sender, inform);
                  }
                  context.flush();
                });
      } catch (RejectedExecutionException stopping) {
        log.atDebug()
            .addKeyValue("sender", sender)
            .log("An INFORM is not answered: the receiver has stopped.");
      }
    }

    private void answer(ChannelHandlerContext context, InetSocketAddress sender, byte[] inform) {
      int length = InformResponse.turn(inform);
      if (length < 0) {
        return;
      }
      context
          .write(new DatagramPacket(Unpooled.wrappedBuffer(inform, 0, length), sender))
          .addListener(
              sent -> {
                if (!sent.isSuccess()) {
                  log.atDebug()
                      .addKeyValue("sender", sender)
                      .setCause(sent.cause())
                      .log("The answer to an INFORM could not be sent.");
                }
              });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // A UDP channel stays usable; on Linux an ICMP error for an answer may surface here.
      counters.dropped(STAGE, "read_failed", 1);
      log.atDebug().setCause(cause).log("Reading from the SNMP socket failed.");
    }
  }
}
