package org.hinomi.collector.receive.relp;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.collector.receive.FrameSink;
import org.hinomi.collector.receive.Handover;
import org.hinomi.collector.receive.Intake;
import org.hinomi.collector.receive.Loss;
import org.hinomi.collector.receive.Peer;
import org.hinomi.collector.receive.StreamServer;
import org.hinomi.core.event.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One RELP session, server side. A {@code syslog} frame is answered when the journal has synced it,
 * never before; where that fails the session is closed without an answer and the sender brings its
 * frames again.
 *
 * <p>Over TLS a session may be one without a certificate, so that an agent can enrol: it may ask
 * for one then, once, and not write.
 */
final class RelpHandler extends ChannelInboundHandlerAdapter
    implements StreamServer.Connection, RelpFramer.Frames {
  private static final Logger LOG = LoggerFactory.getLogger(RelpHandler.class);
  private static final String OFFERS =
      "200 OK\nrelp_version=0\nrelp_software=hinomi\ncommands=syslog";
  private static final byte[] OK = " rsp 6 200 OK\n".getBytes(StandardCharsets.US_ASCII);

  private final InetSocketAddress sender;
  private final long connection;
  private final RelpFramer framer;
  private final RelpAccess access;
  private final FrameSink sink;
  private final Handover handover;
  private final Counters.Received received;
  private final Counters counters;
  private final LongSupplier epochNanos;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Peer peer;
  private boolean asked;
  private int[] transactions = new int[64];
  private long records;
  private long frames;
  private int unanswered;
  private boolean opened;
  private boolean ended;
  private @Nullable Runnable whenAnswered;

  RelpHandler(
      InetSocketAddress sender,
      long connection,
      RelpFramer framer,
      RelpAccess access,
      Handover handover,
      Counters.Received received,
      Counters counters,
      LongSupplier epochNanos) {
    this.sender = sender;
    this.connection = connection;
    this.framer = framer;
    this.access = access;
    this.sink = new FrameSink(received);
    this.handover = handover;
    this.received = received;
    this.counters = counters;
    this.epochNanos = epochNanos;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  /** A session that was not opened, or may not write, counts as unfinished, so that it ends. */
  @Override
  public boolean unfinished() {
    return !opened || !mayWrite() || framer.unfinished();
  }

  @Override
  public long frames() {
    return mayWrite() ? frames : 0;
  }

  private boolean mayWrite() {
    return peer != null || !access.certificateRequired();
  }

  @Override
  public void authenticated(Peer proved) {
    peer = proved;
  }

  @Override
  public void stop(Channel channel) {
    ended = true;
    answeredAll(() -> finish(""));
  }

  @Override
  public long abandon() {
    handover.forget();
    return 0; // the sender has no answer for these and brings them again
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      if (ended) {
        return;
      }
      sink.expect(in.readableBytes());
      framer.read(in, sink, this);
    } finally {
      in.release();
    }
    send();
    if (framer.broken() && !ended) {
      ended = true;
      LOG.atInfo().addKeyValue("sender", sender).log("A RELP session broke the rules: closed.");
      answeredAll(() -> finish(""));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    ended = true;
    if (framer.unfinished()) {
      received.fault(FrameFault.CUT_OFF); // not kept: without an answer it comes again
    }
    handover.forget();
    ctx.fireChannelInactive();
  }

  @Override
  public void syslog(int txnr) {
    frames++;
    int at = sink.count() - 1;
    if (at == transactions.length) {
      transactions = Arrays.copyOf(transactions, 2 * at);
    }
    transactions[at] = txnr;
  }

  @Override
  public void command(int txnr, String command, String data) {
    frames++;
    switch (command) {
      case "open" -> {
        opened = true;
        write(response(txnr, OFFERS));
      }
      case "close" -> {
        send();
        ended = true;
        answeredAll(() -> finish(response(txnr, "")));
      }
      case "enroll", "renew" -> enrol(txnr, command, data);
      default -> write(response(txnr, "500 command not supported"));
    }
  }

  private void enrol(int txnr, String command, String data) {
    RelpAccess.Enrolment enrolment = access.enrolment();
    ChannelHandlerContext ctx = context;
    if (enrolment == null || ctx == null) {
      write(response(txnr, "500 command not supported"));
      return;
    }
    if (asked) {
      write(response(txnr, "500 one request a session"));
      return;
    }
    asked = true;
    enrolment
        .answer(command, data, peer, sender.getAddress())
        .whenComplete(
            (answer, failure) ->
                ctx.executor()
                    .execute(() -> write(response(txnr, failure == null ? answer : "500 failed"))));
  }

  /** Takes what was framed from a sender that may not write: it is told so, and nothing is kept. */
  private void refuse() {
    int count = sink.count();
    sink.finish().build(Transport.RELP, sender, 0, connection, records);
    counters.lost(sender.getAddress(), Loss.NO_CERTIFICATE, count);
    LOG.atDebug().addKeyValue("sender", sender).log("A RELP session without a certificate.");
    ended = true;
    finish(response(transactions[0], "500 a client certificate is required"));
  }

  private void send() {
    if (sink.count() == 0) {
      return;
    }
    if (!mayWrite()) {
      refuse();
      return;
    }
    Chunk chunk =
        sink.finish()
            .build(Transport.RELP, sender, peer, epochNanos.getAsLong(), connection, records);
    // A record that is a fault comes last and has no transaction: the session ends behind it.
    int answers = framer.broken() ? chunk.count() - 1 : chunk.count();
    int[] mine = Arrays.copyOf(transactions, answers);
    records += chunk.count();
    unanswered++;
    ChannelHandlerContext ctx = requireNonNull(context);
    handover.send(
        chunk,
        Intake.Commit.answeredOn(
            ctx.executor(),
            (position, failure) -> ctx.executor().execute(() -> answer(ctx, mine, failure))));
  }

  private void answer(ChannelHandlerContext ctx, int[] mine, @Nullable Throwable failure) {
    if (!ctx.channel().isActive()) {
      return;
    }
    if (failure != null) {
      ended = true;
      ctx.close();
      return;
    }
    ByteBuf out = ctx.alloc().buffer(mine.length * 24);
    for (int txnr : mine) {
      ByteBufUtil.writeAscii(out, Integer.toString(txnr));
      out.writeBytes(OK);
    }
    ctx.writeAndFlush(out, ctx.voidPromise());
    if (!ctx.channel().isWritable()) {
      LOG.atInfo().addKeyValue("sender", sender).log("A RELP sender reads no answers: closed.");
      ctx.close();
      return;
    }
    unanswered--;
    Runnable action = whenAnswered;
    if (unanswered == 0 && action != null) {
      whenAnswered = null;
      action.run();
    }
  }

  private void answeredAll(Runnable action) {
    if (unanswered == 0) {
      action.run();
    } else {
      whenAnswered = action;
    }
  }

  private void finish(String lastAnswer) {
    ChannelHandlerContext ctx = context;
    if (ctx != null && ctx.channel().isActive()) {
      ctx.writeAndFlush(ByteBufUtil.writeAscii(ctx.alloc(), lastAnswer + "0 serverclose 0\n"))
          .addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void write(String frame) {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      ctx.writeAndFlush(ByteBufUtil.writeUtf8(ctx.alloc(), frame));
    }
  }

  private static String response(int txnr, String data) {
    return txnr
        + " rsp "
        + data.getBytes(StandardCharsets.UTF_8).length
        + (data.isEmpty() ? "" : " " + data)
        + "\n";
  }
}
