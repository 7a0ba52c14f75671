package org.hinomi.collector.receive.syslog;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.FrameSink;
import org.hinomi.collector.receive.Handover;
import org.hinomi.collector.receive.Peer;
import org.hinomi.collector.receive.StreamServer;
import org.hinomi.core.event.Transport;
import org.jspecify.annotations.Nullable;

/** One syslog connection: frames what is read and hands it over, one chunk per read. */
final class SyslogStreamHandler extends ChannelInboundHandlerAdapter
    implements StreamServer.Connection {
  private final Transport transport;
  private final InetSocketAddress sender;
  private final long connection;
  private final SyslogFramer framer;
  private final FrameSink sink;
  private final Handover handover;
  private final LongSupplier epochNanos;
  private @Nullable Peer peer;
  private long records;

  SyslogStreamHandler(
      Transport transport,
      InetSocketAddress sender,
      long connection,
      SyslogFramer framer,
      FrameSink sink,
      Handover handover,
      LongSupplier epochNanos) {
    this.transport = transport;
    this.sender = sender;
    this.connection = connection;
    this.framer = framer;
    this.sink = sink;
    this.handover = handover;
    this.epochNanos = epochNanos;
  }

  @Override
  public boolean unfinished() {
    return framer.unfinished();
  }

  @Override
  public long frames() {
    return records;
  }

  @Override
  public void authenticated(Peer proved) {
    peer = proved;
  }

  @Override
  public void stop(Channel channel) {
    handover.whenEmpty(channel::close);
  }

  @Override
  public long abandon() {
    return handover.forget();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      sink.expect(in.readableBytes());
      framer.read(in, sink);
    } finally {
      in.release();
    }
    send(ctx);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    framer.end(sink);
    send(ctx);
    ctx.fireChannelInactive();
  }

  private void send(ChannelHandlerContext ctx) {
    if (sink.count() == 0) {
      return;
    }
    Chunk chunk =
        sink.finish().build(transport, sender, peer, epochNanos.getAsLong(), connection, records);
    records += chunk.count();
    handover.send(chunk, (position, failure) -> synced(ctx, chunk, failure));
  }

  private void synced(ChannelHandlerContext ctx, Chunk chunk, @Nullable Throwable failure) {
    if (failure != null) {
      // The sender believes it delivered. It comes again as soon as the disk takes something.
      ctx.executor()
          .execute(() -> handover.again(chunk, (position, why) -> synced(ctx, chunk, why)));
    }
  }
}
