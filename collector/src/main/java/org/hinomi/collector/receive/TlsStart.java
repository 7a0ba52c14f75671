package org.hinomi.collector.receive;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.hinomi.core.tls.TlsContexts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beginning of a TLS connection. Nothing is set up for a sender that says nothing, only so many
 * handshakes are under way at a time, and one that does not end in time ends its connection. Stays
 * in front of the connection's handler and tells it who the sender is.
 */
final class TlsStart extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(TlsStart.class);

  /** The first byte of every TLS connection: a record of the handshake (RFC 8446, 5.1). */
  private static final int HANDSHAKE_RECORD = 22;

  private final TlsGate gate;
  private final AtomicInteger handshakes;
  private final StreamServer.Connection connection;
  private final Counters.Received received;
  private final Complaints complaints;
  private final LongSupplier epochNanos;
  private @Nullable Future<?> deadline;
  private @Nullable X509Certificate certificate;
  private boolean begun;
  private boolean underWay;
  private boolean failed;

  /**
   * @param handshakes how many are under way at this listener
   */
  TlsStart(
      TlsGate gate,
      AtomicInteger handshakes,
      StreamServer.Connection connection,
      Counters.Received received,
      Complaints complaints,
      LongSupplier epochNanos) {
    this.gate = gate;
    this.handshakes = handshakes;
    this.connection = connection;
    this.received = received;
    this.complaints = complaints;
    this.epochNanos = epochNanos;
  }

  /** Whether the sender showed a certificate that counts no more. On the connection's loop. */
  boolean outdated() {
    X509Certificate shown = certificate;
    return shown != null
        && (gate.revoked().test(shown) || !Peer.inForce(shown, epochNanos.getAsLong()));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    Channel channel = ctx.channel();
    deadline =
        ctx.executor()
            .schedule(
                () -> fail(ctx, "timeout", "no end within " + gate.handshake()),
                gate.handshake().toMillis(),
                TimeUnit.MILLISECONDS);
    channel.closeFuture().addListener(closed -> ended());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (failed) {
      ReferenceCountUtil.release(message); // what came along with the end of a handshake
      return;
    }
    if (begun) {
      ctx.fireChannelRead(message);
      return;
    }
    ByteBuf first = (ByteBuf) message;
    if (first.isReadable() && first.getUnsignedByte(first.readerIndex()) != HANDSHAKE_RECORD) {
      first.release();
      fail(ctx, "not-tls", "something else than TLS");
      return;
    }
    if (handshakes.incrementAndGet() > gate.maxHandshakes()) {
      handshakes.decrementAndGet();
      first.release();
      fail(ctx, "too-many", "more than " + gate.maxHandshakes() + " handshakes at a time");
      return;
    }
    underWay = true;
    begun = true;
    SSLEngine engine = gate.context().get().createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(TlsContexts.server(gate.clients()));
    SslHandler handler = new SslHandler(engine);
    handler.setHandshakeTimeoutMillis(0); // the deadline above counts from the connection on
    ctx.pipeline().addBefore(ctx.name(), "tls", handler);
    ctx.pipeline().fireChannelRead(first);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    switch (event) {
      case SslHandshakeCompletionEvent handshake when handshake.isSuccess() -> opened(ctx);
      case SslHandshakeCompletionEvent handshake -> failed(ctx, handshake.cause());
      // Whoever says that it will send no more is done (RFC 5425, 4.4).
      case SslCloseCompletionEvent close -> ctx.close();
      default -> ctx.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof DecoderException || cause instanceof SSLException) {
      failed(ctx, cause);
    } else {
      ctx.fireExceptionCaught(cause);
    }
  }

  private void opened(ChannelHandlerContext ctx) {
    ended();
    SslHandler handler = ctx.pipeline().get(SslHandler.class);
    try {
      Certificate[] chain = handler.engine().getSession().getPeerCertificates();
      certificate = (X509Certificate) chain[0];
    } catch (SSLPeerUnverifiedException e) {
      return; // it has none, and need not
    }
    // A session that is taken up again is not verified again: what changed since is seen here.
    if (outdated()) {
      fail(ctx, "revoked", "its certificate was revoked or has ended");
      return;
    }
    connection.authenticated(Peer.of(certificate, gate.relays()));
  }

  private void failed(ChannelHandlerContext ctx, Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    fail(
        ctx,
        cause instanceof NotSslRecordException || root instanceof NotSslRecordException
            ? "not-tls"
            : "refused",
        String.valueOf(root.getMessage()));
  }

  /** Ends the connection; told and counted once, whatever follows from it. */
  private void fail(ChannelHandlerContext ctx, String reason, String why) {
    if (failed || !ctx.channel().isActive()) {
      return;
    }
    failed = true;
    ended();
    received.tlsFailed(reason);
    LOG.atLevel(complaints.level())
        .addKeyValue("sender", ctx.channel().remoteAddress())
        .addKeyValue("reason", why)
        .log("A TLS connection is closed.");
    ctx.close();
  }

  /** The handshake is over, however it went. */
  private void ended() {
    Future<?> waiting = deadline;
    if (waiting != null) {
      waiting.cancel(false);
      deadline = null;
    }
    if (underWay) {
      underWay = false;
      handshakes.decrementAndGet();
    }
  }
}
