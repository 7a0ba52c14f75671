package org.hinomi.collector.console;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1Connection;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 connections whose end a handler can see while it works (see {@link Hangup}), of which
 * one address has only so many, and which are idle as long as no request is complete.
 */
final class WatchedHttp implements ServerConnectionSelector {
  /** What the connection that the current thread serves receives. */
  static final ScopedValue<ReadAhead> RECEIVED = ScopedValue.newInstance();

  private final Http1ConnectionSelector http1;

  /** Open connections by address, none of them 0. */
  private final Map<String, Integer> open = new ConcurrentHashMap<>();

  private final int mostOfAddress;

  /**
   * @param mostOfAddress connections of one address, but of this machine's own
   */
  WatchedHttp(Http1Config config, int mostOfAddress) {
    this.mostOfAddress = mostOfAddress;
    this.http1 = Http1ConnectionSelector.builder().config(config).build();
  }

  @Override
  public int bytesToIdentifyConnection() {
    return http1.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return http1.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http1.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    ReadAhead received = new ReadAhead(context.dataReader());
    return new Connection(
        (Http1Connection) http1.connection(new Context(context, DataReader.create(received))),
        received,
        this,
        address(context.remotePeer().address()));
  }

  private static String address(SocketAddress peer) {
    return peer instanceof InetSocketAddress address && address.getAddress() != null
        ? address.getAddress().getHostAddress()
        : "";
  }

  /** Whether there is room for one more of this address; it is counted then. */
  private boolean enter(String address) {
    return open.merge(address, 1, Integer::sum) <= mostOfAddress
        || InetAddress.ofLiteral(address).isLoopbackAddress();
  }

  private void leave(String address) {
    open.computeIfPresent(address, (key, count) -> count > 1 ? count - 1 : null);
  }

  private record Connection(
      Http1Connection http1, ReadAhead received, WatchedHttp all, String address)
      implements ServerConnection, InterruptableTask<Void> {
    @Override
    public void handle(Limit limit) throws InterruptedException {
      try {
        if (all.enter(address)) {
          serve(limit);
        }
      } finally {
        all.leave(address);
      }
    }

    private void serve(Limit limit) throws InterruptedException {
      ScopedValue.where(RECEIVED, received)
          .<@Nullable Void, InterruptedException>call(
              () -> {
                http1.handle(limit);
                return null;
              });
    }

    @Override
    public boolean canInterrupt() {
      return http1.canInterrupt();
    }

    @Override
    public Duration idleTime() {
      return received.quiet();
    }

    @Override
    public void close(boolean interrupt) {
      // Left to itself it would wait for the end of what nobody knows who sends.
      http1.close(interrupt || !received.isAnswering());
    }
  }

  /** The server's own, but for the reader. */
  private record Context(ConnectionContext server, DataReader dataReader)
      implements ConnectionContext {
    @Override
    public ListenerContext listenerContext() {
      return server.listenerContext();
    }

    @Override
    public ExecutorService executor() {
      return server.executor();
    }

    @Override
    public DataWriter dataWriter() {
      return server.dataWriter();
    }

    @Override
    public Router router() {
      return server.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
      return server.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
      return server.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
      return server.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
      return server.localPeer();
    }

    @Override
    public boolean isSecure() {
      return server.isSecure();
    }

    @Override
    public String socketId() {
      return server.socketId();
    }

    @Override
    public String childSocketId() {
      return server.childSocketId();
    }
  }
}
