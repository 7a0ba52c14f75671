package org.hinomi.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** One RELP session that sends messages, so many unanswered at most, and counts the answers. */
public final class RelpLoad implements AutoCloseable {
  private static final int LARGEST_TRANSACTION = 999_999_999;

  /** A receiver that answers nothing for so long has failed, however slow the machine is. */
  private static final int PATIENCE_MILLIS = 300_000;

  private final Socket socket = new Socket();
  private final OutputStream out;
  private final Semaphore room;
  private final int window;
  private final Thread reader;
  private volatile @Nullable IOException failure;
  private long sent;
  private volatile long answered;

  /**
   * Opens a session.
   *
   * @param window how many messages may be unanswered
   */
  public RelpLoad(InetSocketAddress address, int window) throws IOException {
    this.window = window;
    this.room = new Semaphore(window);
    socket.connect(address);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    byte[] offer =
        "relp_version=0\nrelp_software=hinomi-bench\ncommands=syslog"
            .getBytes(StandardCharsets.US_ASCII);
    out.write(("1 open " + offer.length + " ").getBytes(StandardCharsets.US_ASCII));
    out.write(offer);
    out.write('\n');
    out.flush();
    InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    RelpAnswer.read(in, 1);
    reader = Thread.ofPlatform().daemon().name("relp-answers").start(() -> count(in));
  }

  /** Sends one message; waits while the window is full. */
  public void send(byte[] message, int length) throws IOException, InterruptedException {
    if (!room.tryAcquire()) {
      out.flush();
      room.acquire();
    }
    check();
    long transaction = transaction(sent++);
    out.write((transaction + " syslog " + length + " ").getBytes(StandardCharsets.US_ASCII));
    out.write(message, 0, length);
    out.write('\n');
  }

  /** Of the message before which so many were sent; 1 is that of the opening. */
  static long transaction(long before) {
    return before % (LARGEST_TRANSACTION - 1) + 2;
  }

  public void flush() throws IOException {
    out.flush();
  }

  /** Waits until all that was sent is answered. */
  public void await() throws IOException, InterruptedException {
    out.flush();
    room.acquire(window);
    room.release(window);
    check();
  }

  private void check() throws IOException {
    IOException failed = failure;
    if (failed != null) {
      throw new IOException(answered + " answered, then: " + failed.getMessage(), failed);
    }
  }

  /** How many were answered. */
  public long answered() {
    return answered;
  }

  private void count(InputStream in) {
    long seen = 0;
    try {
      while (true) {
        RelpAnswer.read(in, transaction(seen));
        answered = ++seen;
        room.release();
      }
    } catch (IOException e) {
      failure = e;
      room.release(2 * window);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
