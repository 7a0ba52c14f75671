package org.hinomi.collector.receive;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.hinomi.collector.receive.Counters.Received;
import org.hinomi.core.settings.HostPort;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening TCP socket and its connections: limits their number, ends those that leave a frame
 * unfinished, and stops them in good order. Thread-safe.
 */
public final class StreamServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamServer.class);
  private static final int MAX_READ_BYTES = 256 << 10;
  private static final int MAX_UNREAD_ANSWERS = 1 << 20;
  private static final long STOP_SECONDS = 5;

  /** One connection, as the server sees it. All calls come on its event loop. */
  public interface Connection extends ChannelHandler {
    /** Whether a frame has begun and not ended. */
    boolean unfinished();

    /** How many frames have ended; only whether it changes matters. */
    long frames();

    /** The sender has proved who it is; comes before its first bytes, or never. */
    default void authenticated(Peer peer) {}

    /** Reads no more, finishes what is under way, and closes the channel. */
    void stop(Channel channel);

    /** Forgets what the intake did not take; gives how many records are lost by that. */
    long abandon();
  }

  private final String name;
  private final StreamLimits limits;
  private final EventLoops loops;
  private final Counters counters;
  private final Received received;
  private final Function<Channel, Connection> connect;
  private final @Nullable TlsGate tls;
  private final LongSupplier epochNanos;
  private final Complaints complaints = new Complaints(System::nanoTime);
  private final AtomicInteger handshakes = new AtomicInteger();
  private final Map<Channel, Connection> open = new ConcurrentHashMap<>();
  private final Map<InetAddress, Integer> perSender = new ConcurrentHashMap<>();
  private final Channel listening;

  /**
   * Binds and begins to accept.
   *
   * @param name the receiver's name in messages and counters, like {@code syslog-tcp}
   * @param tls null: plain text
   * @param epochNanos gives nanoseconds since 1970-01-01T00:00Z
   * @param connect makes the handler of a new connection
   * @throws IOException where the address cannot be bound
   */
  public StreamServer(
      String name,
      HostPort listen,
      StreamLimits limits,
      EventLoops loops,
      Counters counters,
      Received received,
      @Nullable TlsGate tls,
      LongSupplier epochNanos,
      Function<Channel, Connection> connect)
      throws IOException {
    this.name = name;
    this.limits = limits;
    this.loops = loops;
    this.counters = counters;
    this.received = received;
    this.tls = tls;
    this.epochNanos = epochNanos;
    this.connect = connect;
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops.group())
            .channel(loops.serverChannel())
            .option(ChannelOption.SO_BACKLOG, 1024)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(MAX_UNREAD_ANSWERS / 2, MAX_UNREAD_ANSWERS))
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(512, 4096, MAX_READ_BYTES))
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accept(channel);
                  }
                });
    if (limits.receiveBufferBytes() > 0) {
      bootstrap.option(ChannelOption.SO_RCVBUF, limits.receiveBufferBytes());
    }
    ChannelFuture bound = bootstrap.bind(listen.host(), listen.port()).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "listen."
              + name
              + ": "
              + listen
              + " cannot be bound ("
              + bound.cause().getMessage()
              + ")",
          bound.cause());
    }
    listening = bound.channel();
    SocketBuffer.warnIfSmaller(name, limits.receiveBufferBytes(), listening, loops.epoll());
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  /** Accepts no more, lets connections finish what is under way for 5 s, and closes them. */
  @Override
  public void close() {
    listening.close().awaitUninterruptibly();
    open.forEach(
        (channel, connection) -> channel.eventLoop().execute(() -> connection.stop(channel)));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
    for (Map.Entry<Channel, Connection> entry : open.entrySet()) {
      Channel channel = entry.getKey();
      channel
          .closeFuture()
          .awaitUninterruptibly(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      channel
          .eventLoop()
          .submit(
              () -> {
                channel.close();
                long lost = entry.getValue().abandon();
                if (lost > 0) {
                  counters.lost(addressOf(channel), Loss.STOPPED, lost);
                }
              })
          .awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    }
  }

  /**
   * Closes the connections of senders whose certificates were revoked or have ended since they
   * opened; agents come back with their new ones.
   */
  public void closeOutdated() {
    for (Channel channel : open.keySet()) {
      TlsStart start = channel.pipeline().get(TlsStart.class);
      if (start != null) {
        channel
            .eventLoop()
            .execute(
                () -> {
                  if (start.outdated()) {
                    LOG.atInfo()
                        .addKeyValue("receiver", name)
                        .addKeyValue("sender", channel.remoteAddress())
                        .log("A connection is closed: its certificate was revoked or has ended.");
                    channel.close();
                  }
                });
      }
    }
  }

  private static InetAddress addressOf(Channel channel) {
    return ((InetSocketAddress) channel.remoteAddress()).getAddress();
  }

  private void accept(Channel channel) {
    InetAddress sender = addressOf(channel);
    int ofSender = perSender.merge(sender, 1, Integer::sum);
    channel
        .closeFuture()
        .addListener(closed -> perSender.computeIfPresent(sender, (a, n) -> n == 1 ? null : n - 1));
    Loss reason = refusal(ofSender);
    if (reason != null) {
      LOG.atLevel(complaints.level())
          .addKeyValue("receiver", name)
          .addKeyValue("sender", sender)
          .addKeyValue("reason", reason.word())
          .log("Too many connections: one more refused.");
      counters.lost(sender, reason, 1);
      channel.close();
      return;
    }
    channel.closeFuture().addListener(closed -> loops.closed());
    Connection connection = connect.apply(channel);
    open.put(channel, connection);
    received.opened();
    TlsGate gate = tls;
    if (gate != null) {
      channel
          .pipeline()
          .addLast(new TlsStart(gate, handshakes, connection, received, complaints, epochNanos));
    }
    channel.pipeline().addLast(connection, new End());
    watch(channel, connection);
  }

  /** Why one more connection is refused; null: it is not, and counts. */
  private @Nullable Loss refusal(int ofSender) {
    if (ofSender > limits.maxConnectionsPerSender()) {
      return Loss.CONNECTION_LIMIT_OF_SENDER;
    }
    if (open.size() >= limits.maxConnections()) {
      return Loss.CONNECTION_LIMIT;
    }
    return loops.opens() ? null : Loss.OPEN_FILES;
  }

  private void watch(Channel channel, Connection connection) {
    long half = Math.max(1, limits.unfinishedFrame().toMillis() / 2);
    long[] seen = {-1, -1};
    Future<?> watching =
        channel
            .eventLoop()
            .scheduleAtFixedRate(
                () -> {
                  long now = connection.unfinished() ? connection.frames() : -1;
                  if (now >= 0 && now == seen[0] && now == seen[1]) {
                    LOG.atLevel(complaints.level())
                        .addKeyValue("receiver", name)
                        .addKeyValue("sender", channel.remoteAddress())
                        .log("A connection left a frame unfinished for too long and is closed.");
                    channel.close();
                  }
                  seen[1] = seen[0];
                  seen[0] = now;
                },
                half,
                half,
                TimeUnit.MILLISECONDS);
    channel
        .closeFuture()
        .addListener(
            closed -> {
              watching.cancel(false);
              open.remove(channel);
              received.closed();
            });
  }

  /** The end of the pipeline: a connection that breaks is closed, never the server. */
  private final class End extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      if (cause instanceof IOException) {
        LOG.atDebug().setCause(cause).addKeyValue("receiver", name).log("A connection broke.");
      } else {
        LOG.atError()
            .setCause(cause)
            .addKeyValue("receiver", name)
            .addKeyValue("sender", ctx.channel().remoteAddress())
            .log("A connection is closed after a fault of the receiver.");
      }
      ctx.close();
    }
  }
}
