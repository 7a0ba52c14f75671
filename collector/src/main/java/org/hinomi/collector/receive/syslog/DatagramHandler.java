package org.hinomi.collector.receive.syslog;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.DatagramReads;
import org.hinomi.collector.receive.FrameSink;
import org.hinomi.collector.receive.Intake;
import org.hinomi.collector.receive.Loss;
import org.hinomi.core.event.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one record of each datagram, and one chunk of those of one sender in one read. */
final class DatagramHandler extends SimpleChannelInboundHandler<DatagramPacket> {
  private static final Logger LOG = LoggerFactory.getLogger(DatagramHandler.class);
  private static final int MAX_CHUNK_BYTES = 1 << 20;

  private final int maxMessageBytes;
  private final Intake intake;
  private final Counters counters;
  private final FrameSink sink;
  private final LongSupplier epochNanos;
  private final DatagramReads reads = new DatagramReads();
  private @Nullable InetSocketAddress sender;
  private int bytes;

  DatagramHandler(int maxMessageBytes, Intake intake, Counters counters, LongSupplier epochNanos) {
    this.maxMessageBytes = maxMessageBytes;
    this.intake = intake;
    this.counters = counters;
    this.sink = new FrameSink(counters.received(Transport.SYSLOG_UDP));
    this.epochNanos = epochNanos;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
    if (!packet.sender().equals(sender) || bytes > MAX_CHUNK_BYTES) {
      flush();
      sender = packet.sender();
    }
    reads.read();
    ByteBuf in = packet.content();
    int length = in.readableBytes();
    if (length <= maxMessageBytes) {
      sink.whole(in, in.readerIndex(), length);
    } else {
      sink.piece(in, in.readerIndex(), maxMessageBytes, length, null);
    }
    bytes += length;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    flush();
    sender = null;
    reads.rest(ctx.channel());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.atWarn().setCause(cause).log("Reading syslog datagrams failed once; reading goes on.");
  }

  private void flush() {
    InetSocketAddress from = sender;
    if (from == null || sink.count() == 0) {
      return;
    }
    Chunk chunk = sink.finish().build(Transport.SYSLOG_UDP, from, epochNanos.getAsLong(), 0, 0);
    bytes = 0;
    boolean taken =
        intake.offer(
            chunk,
            (position, failure) -> {
              if (failure != null) {
                counters.lost(from.getAddress(), Loss.JOURNAL_FAILED, chunk.count());
              }
            });
    if (!taken) {
      counters.lost(from.getAddress(), Loss.INTAKE_FULL, chunk.count());
    }
  }
}
