package org.hinomi.bench.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A network between an agent and a collector on which things go wrong. Counts the RELP frames that
 * pass: how many the agent sent, resends included, and how many were answered.
 */
final class FaultProxy implements AutoCloseable {
  /** What it does with bytes. */
  enum Mode {
    PASS,
    /** No connection is taken, and those that are there end. */
    CUT,
    /** Connections stay and are taken, and nothing passes: a peer that was switched off. */
    STALL,
    /** 100 KB a second. */
    SLOW,
    /** 200 ms each way. */
    DELAY
  }

  private static final int SLOW_BYTES = 2_000;
  private static final long SLOW_NANOS = 20_000_000;
  private static final long DELAY_NANOS = 200_000_000;

  private final ServerSocket listener;
  private final int server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Mode mode = Mode.PASS;

  /** Frames that carry a record, sent. */
  final AtomicLong sent = new AtomicLong();

  /** Those that were answered with 200 OK; the answer to the opening of a session says more. */
  final AtomicLong acknowledged = new AtomicLong();

  /**
   * @param server port on loopback
   */
  FaultProxy(int server) throws IOException {
    this.server = server;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  void mode(Mode next) {
    mode = next;
    if (next == Mode.CUT) {
      open.forEach(FaultProxy::end);
    }
  }

  /** Closes one direction of every connection, from the collector to the agent. */
  void halfClose() {
    open.forEach(
        socket -> {
          try {
            socket.shutdownOutput();
          } catch (IOException gone) {
            // Then it is closed altogether.
          }
        });
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (mode == Mode.CUT) {
          end(client);
        } else {
          Thread.ofVirtual().start(() -> session(client));
        }
      } catch (IOException closed) {
        // The loop ends.
      }
    }
  }

  private void session(Socket client) {
    open.add(client);
    try (client;
        Socket peer = new Socket(InetAddress.getLoopbackAddress(), server)) {
      open.add(peer);
      Thread back =
          Thread.ofVirtual()
              .start(() -> pump(peer, client, new RelpCounter(" rsp ", "200 OK", acknowledged)));
      pump(client, peer, new RelpCounter(" syslog ", "", sent));
      back.join();
      open.remove(peer);
    } catch (IOException e) {
      // No server at the moment: the client sees its connection end.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  private void pump(Socket from, Socket to, RelpCounter counter) {
    byte[] buffer = new byte[1 << 16];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      while (true) {
        int most = mode == Mode.SLOW ? SLOW_BYTES : buffer.length;
        int read = in.read(buffer, 0, most);
        if (read < 0) {
          break;
        }
        switch (mode) {
          case SLOW -> LockSupport.parkNanos(SLOW_NANOS);
          case DELAY -> LockSupport.parkNanos(DELAY_NANOS);
          case STALL -> awaitEndOfStall();
          case PASS, CUT -> {}
        }
        counter.count(buffer, read);
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // One side is gone, as it should be here.
    } finally {
      end(to);
      end(from);
    }
  }

  private void awaitEndOfStall() {
    while (mode == Mode.STALL) {
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException closed) {
      // It is what was wanted.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    open.forEach(FaultProxy::end);
  }
}
