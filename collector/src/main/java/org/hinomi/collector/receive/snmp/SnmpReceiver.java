package org.hinomi.collector.receive.snmp;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.DatagramReads;
import org.hinomi.collector.receive.EventLoops;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.collector.receive.Intake;
import org.hinomi.collector.receive.KernelDrops;
import org.hinomi.collector.receive.Loss;
import org.hinomi.collector.receive.SocketBuffer;
import org.hinomi.core.event.Transport;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.snmp.UsmUsers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives SNMP over UDP: every datagram goes to the intake as it is, whatever it holds, with the
 * reason where it is refused; an INFORM is answered when the intake has synced it, and not at all
 * where that failed. Of SNMPv3, questions for our engine are answered at once.
 */
public final class SnmpReceiver implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SnmpReceiver.class);

  private static final String STAGE = "receive";

  /** Where traps came that nobody sends again, more may: as long, no answer holds up the loop. */
  private static final long TRAPS_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Intake intake;
  private final SnmpAccess access;
  private final UsmGate gate;
  private final LongSupplier epochNanos;
  private final Counters counters;
  private final Counters.Received received;
  private final DatagramChannel channel;

  /**
   * Binds the address and begins to receive.
   *
   * @param receiveBufferBytes asked of the system for the socket; a warning says when it gives less
   * @param loops not closed here
   * @param access who is believed
   * @param epochNanos gives nanoseconds since 1970-01-01T00:00Z
   * @throws IOException where the address cannot be bound
   */
  public SnmpReceiver(
      HostPort listen,
      int receiveBufferBytes,
      EventLoops loops,
      SnmpAccess access,
      Intake intake,
      Counters counters,
      LongSupplier epochNanos)
      throws IOException {
    this.access = access;
    this.gate =
        new UsmGate(access.engine(), new UsmUsers(access.users()), counters, System::nanoTime);
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
    private boolean admitted = true;
    private boolean awaited;
    private long lastTrap = System.nanoTime() - TRAPS_NANOS;

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
          admitted = access.admits(packet.sender().getAddress());
        }
        reads.read();
        take(context, current, packet.content());
      } finally {
        packet.release();
      }
    }

    private void take(ChannelHandlerContext context, DatagramRun current, ByteBuf datagram) {
      SnmpHead head = SnmpHead.of(datagram);
      if (head == SnmpHead.NOT_BER) {
        received.fault(FrameFault.BAD_BER);
        current.add(datagram, FrameFault.BAD_BER);
        return;
      }
      FrameFault refusal = admitted ? refusal(head, datagram) : FrameFault.SNMP_NETWORK;
      if (refusal != null) {
        counters.refused(Transport.SNMP, refusal.reason());
        current.add(datagram, refusal);
      } else if (head == SnmpHead.INFORM) {
        current.addInform(datagram);
        awaited = true;
      } else if (head == SnmpHead.VERSION_3) {
        takeVersion3(context, current, datagram);
      } else {
        current.add(datagram, null);
      }
    }

    private @Nullable FrameFault refusal(SnmpHead head, ByteBuf datagram) {
      if (head == SnmpHead.VERSION_3) {
        return access.admitsVersion3() ? null : FrameFault.SNMP_VERSION;
      }
      return access.refusal(datagram);
    }

    private void takeVersion3(
        ChannelHandlerContext context, DatagramRun current, ByteBuf datagram) {
      UsmGate.Verdict verdict = gate.judge(ByteBufUtil.getBytes(datagram));
      UsmGate.Inform inform = verdict.inform();
      if (inform != null) {
        current.addInform(datagram, inform);
        awaited = true;
      } else if (verdict.kept()) {
        current.add(datagram, verdict.fault());
      }
      byte[] reply = verdict.reply();
      if (reply != null) {
        send(context, current.sender(), reply, reply.length);
        context.flush();
        awaited = true;
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
      if (count == 0) {
        return;
      }
      received.add(count, finished.octets());
      int informs = finished.informs().size() + finished.usmInforms().size();
      long now = System.nanoTime();
      if (count > informs) {
        lastTrap = now;
      }
      Intake.Commit commit =
          (position, failure) -> {
            if (failure != null) {
              failed(finished, count - informs);
            } else if (informs > 0) {
              answerLater(context, finished);
            }
          };
      if (informs > 0 && now - lastTrap >= TRAPS_NANOS) {
        commit = Intake.Commit.answeredOn(context.executor(), commit);
      }
      if (!intake.offer(finished.build(), commit)) {
        counters.lost(finished.sender().getAddress(), Loss.INTAKE_FULL, count);
      }
    }

    /** What nobody waits for is lost; informs come again. */
    private void failed(DatagramRun run, int traps) {
      if (traps > 0) {
        counters.lost(run.sender().getAddress(), Loss.JOURNAL_FAILED, traps);
      }
    }

    private void answerLater(ChannelHandlerContext context, DatagramRun synced) {
      try {
        context
            .channel()
            .eventLoop()
            .execute(
                () -> {
                  answer(context, synced);
                  context.flush();
                });
      } catch (RejectedExecutionException stopping) {
        log.atDebug()
            .addKeyValue("sender", synced.sender())
            .log("An INFORM is not answered: the receiver has stopped.");
      }
    }

    private void answer(ChannelHandlerContext context, DatagramRun synced) {
      for (byte[] inform : synced.informs()) {
        int length = InformResponse.turn(inform);
        if (length >= 0) {
          send(context, synced.sender(), inform, length);
        }
      }
      for (UsmGate.Inform inform : synced.usmInforms()) {
        byte[] answer = gate.answer(inform);
        if (answer != null) {
          send(context, synced.sender(), answer, answer.length);
        }
      }
    }

    private void send(
        ChannelHandlerContext context, InetSocketAddress to, byte[] message, int length) {
      context
          .write(new DatagramPacket(Unpooled.wrappedBuffer(message, 0, length), to))
          .addListener(
              sent -> {
                if (!sent.isSuccess()) {
                  log.atDebug()
                      .addKeyValue("sender", to)
                      .setCause(sent.cause())
                      .log("An answer could not be sent.");
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
