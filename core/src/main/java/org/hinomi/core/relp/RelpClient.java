package org.hinomi.core.relp;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.hinomi.core.settings.HostPort;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages to one RELP server, in order, and says when each has been acknowledged. A lost
 * session is opened again after a wait that grows, with jitter, and everything unacknowledged is
 * sent again in order: the peer may see a message twice, never miss one.
 *
 * <p>One thread calls {@link #send}, {@link #flush} and {@link #awaitAcknowledged}; any thread may
 * call {@link #close} and {@link #status}. Answers are read on a thread of the session's own, which
 * calls the listener, in order.
 *
 * @see <a href="https://github.com/rsyslog/librelp/blob/master/doc/relp.html">RELP</a>
 */
public final class RelpClient implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(RelpClient.class);

  /** Is told of each message that the peer has acknowledged, in the order of sending. */
  @FunctionalInterface
  public interface Listener<T> {
    void acknowledged(T token);
  }

  /** Makes connected sockets. */
  @FunctionalInterface
  public interface Connector {
    Socket connect() throws IOException;

    /** The session over the last socket was lost, or could not be opened. */
    default void lost() {}
  }

  /** Of messages that are not answered, whatever the window: they are kept in memory. */
  private static final int MOST_BYTES = 512 << 10;

  private final Connector connector;
  private final RelpSettings settings;
  private final RandomGenerator random;
  private final Listener<Object> listener;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Unanswered> unanswered = new ArrayDeque<>();
  private long unansweredBytes;
  private volatile @Nullable RelpSession session;
  private volatile boolean closed;
  private int attempts;
  private long retryAt;
  private long sent;
  private long acknowledged;
  private long resent;
  private long connects;
  private long failures;
  private String lastFailure = "";

  private record Unanswered(byte[] message, Object token) {}

  private <T> RelpClient(
      Connector connector,
      RelpSettings settings,
      RandomGenerator random,
      Class<T> type,
      Listener<T> listener) {
    this.connector = connector;
    this.settings = settings;
    this.random = random;
    this.listener = token -> listener.acknowledged(type.cast(token));
  }

  /**
   * A client. Nothing is connected before the first {@link #send}.
   *
   * @param connector named in the log by its {@code toString}
   * @param type of the tokens that {@link #send} gets
   */
  public static <T> RelpClient of(
      Connector connector,
      RelpSettings settings,
      RandomGenerator random,
      Class<T> type,
      Listener<T> listener) {
    return new RelpClient(connector, settings, random, type, listener);
  }

  /** A client of one server without TLS. */
  public static <T> RelpClient plain(
      HostPort server,
      RelpSettings settings,
      RandomGenerator random,
      Class<T> type,
      Listener<T> listener) {
    Failover one = new Failover(List.of(server), new PlainConnector(settings), System::nanoTime);
    return of(one, settings, random, type, listener);
  }

  /**
   * Sends one message; waits while the window is full or the peer cannot be reached. It may stay in
   * a buffer until {@link #flush}.
   *
   * @param message kept until it is acknowledged; nobody may change it
   * @param token given to the listener when the message is acknowledged
   * @throws InterruptedException when interrupted, or this client is closed; a message that was
   *     taken stays unacknowledged
   */
  public void send(byte[] message, Object token) throws InterruptedException {
    while (windowIsFull()) {
      openSession();
      flush();
      awaitRoom();
    }
    RelpSession open = openSession();
    // Before it is written, so that an answer always finds its message; only this thread writes.
    lock.lock();
    try {
      unanswered.addLast(new Unanswered(message, token));
      unansweredBytes += message.length;
      changed.signalAll();
      if (session != open) {
        return; // lost meanwhile: the next session sends it
      }
      sent++;
    } finally {
      lock.unlock();
    }
    try {
      open.write(message);
    } catch (IOException e) {
      lost(open, e);
    }
  }

  private boolean windowIsFull() {
    lock.lock();
    try {
      return isFull();
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull() {
    return unanswered.size() >= settings.window() || unansweredBytes >= MOST_BYTES;
  }

  private void awaitRoom() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (session != null && isFull()) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Makes what was sent leave the buffer. */
  public void flush() {
    RelpSession open = session;
    if (open != null) {
      try {
        open.flush();
      } catch (IOException e) {
        lost(open, e);
      }
    }
  }

  /**
   * Waits until everything that was sent is acknowledged, reconnecting as needed.
   *
   * @return whether all is acknowledged
   */
  public boolean awaitAcknowledged(Duration timeout) throws InterruptedException {
    long left = timeout.toNanos();
    while (left > 0) {
      flush();
      boolean lost;
      lock.lockInterruptibly();
      try {
        while (session != null && !unanswered.isEmpty() && left > 0) {
          left = changed.awaitNanos(left);
        }
        if (unanswered.isEmpty()) {
          return true;
        }
        lost = session == null;
        if (lost) {
          long wait = Math.min(left, untilRetry());
          left -= wait;
          while (wait > 0 && !closed) {
            wait = changed.awaitNanos(wait);
          }
          lost = untilRetry() <= 0 || closed;
        }
      } finally {
        lock.unlock();
      }
      if (lost) {
        tryConnect();
      }
    }
    return false;
  }

  /**
   * Ends the session once everything is answered, so that the next message opens another one: for a
   * return to a better server. Where answers are missing for too long it goes on as it was.
   */
  public void reopen() throws InterruptedException {
    if (!awaitAcknowledged(settings.answerTimeout())) {
      return;
    }
    RelpSession open;
    lock.lock();
    try {
      open = session;
      session = null;
      attempts = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (open != null) {
      sayFarewell(open);
      closeQuietly(open);
    }
  }

  /** The open session; connects, waiting between attempts, until there is one. */
  private RelpSession openSession() throws InterruptedException {
    while (true) {
      lock.lockInterruptibly();
      try {
        if (session != null) {
          return session;
        }
        long nanos = untilRetry();
        while (nanos > 0 && !closed) {
          nanos = changed.awaitNanos(nanos);
        }
      } finally {
        lock.unlock();
      }
      tryConnect();
    }
  }

  /** Opens a session and sends again what is unanswered. No lock is held while the peer is slow. */
  private void tryConnect() throws InterruptedException {
    if (closed) {
      throw new InterruptedException("RELP client closed");
    }
    RelpSession opened;
    try {
      Socket socket = connector.connect();
      try {
        socket.setSoTimeout(Math.toIntExact(settings.answerTimeout().toMillis()));
        opened = RelpSession.open(socket);
      } catch (IOException | RuntimeException e) {
        socket.close();
        connector.lost();
        throw e;
      }
    } catch (IOException e) {
      failed(e);
      return;
    }
    List<Unanswered> again;
    lock.lock();
    try {
      if (closed) {
        closeQuietly(opened);
        throw new InterruptedException("RELP client closed");
      }
      again = List.copyOf(unanswered);
      session = opened;
      connects++;
      sent += again.size();
      resent += again.size();
    } finally {
      lock.unlock();
    }
    LOG.atInfo()
        .addKeyValue("peer", connector)
        .addKeyValue("resent", again.size())
        .log("RELP session open.");
    startReader(opened);
    try {
      for (Unanswered message : again) {
        opened.write(message.message);
      }
      opened.flush();
    } catch (IOException e) {
      lost(opened, e);
    }
  }

  private void startReader(RelpSession open) {
    Thread.ofPlatform().daemon().name("relp-answers").start(() -> readAnswers(open));
  }

  private void readAnswers(RelpSession open) {
    try {
      while (awaitOutstanding(open)) {
        open.awaitAnswer();
        lock.lock();
        try {
          if (session != open) {
            return;
          }
          Unanswered first = unanswered.removeFirst();
          unansweredBytes -= first.message.length;
          acknowledged++;
          attempts = 0;
          listener.acknowledged(first.token);
          changed.signalAll();
        } finally {
          lock.unlock();
        }
      }
    } catch (IOException e) {
      lost(open, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      lost(open, new IOException("the acknowledgement could not be taken: " + e, e));
    }
  }

  /** Waits until an answer is due, so that an idle session does not run into the timeout. */
  private boolean awaitOutstanding(RelpSession open) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (session == open && unanswered.isEmpty()) {
        changed.await();
      }
      return session == open;
    } finally {
      lock.unlock();
    }
  }

  /** Closing the socket first frees a thread that is stuck in writing to a dead peer. */
  private void lost(RelpSession open, IOException why) {
    closeQuietly(open);
    lock.lock();
    try {
      if (session == open) {
        session = null;
        connector.lost();
        failed(why);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void failed(IOException why) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      failures++;
      attempts = Math.min(attempts + 1, 30);
      retryAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(backoffMillis());
      String said = String.valueOf(why.getMessage());
      // One line when it starts or changes; the attempts that follow are only counted.
      if (attempts == 1 || !said.equals(lastFailure)) {
        LOG.atWarn()
            .addKeyValue("peer", connector)
            .addKeyValue("unacknowledged", unanswered.size())
            .addKeyValue("reason", said)
            .log("No RELP session; trying again.");
      }
      lastFailure = said;
    } finally {
      lock.unlock();
    }
  }

  /** Nanoseconds until the next attempt is due; 0 or less when it is. */
  private long untilRetry() {
    return attempts == 0 ? 0 : retryAt - System.nanoTime();
  }

  /** Between half and all of the wait, so that many agents do not come back at once. */
  private long backoffMillis() {
    long most = settings.backoffMost().toMillis();
    long wait = settings.backoffFirst().toMillis();
    for (int i = 1; i < attempts && wait < most; i++) {
      wait *= 2;
    }
    wait = Math.min(wait, most);
    return wait / 2 + random.nextLong(wait / 2 + 1);
  }

  public RelpStatus status() {
    lock.lock();
    try {
      return new RelpStatus(
          sent, acknowledged, resent, connects, failures, session != null, lastFailure);
    } finally {
      lock.unlock();
    }
  }

  private void closeQuietly(RelpSession open) {
    try {
      open.close();
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("Closing a lost RELP session failed.");
    }
  }

  /**
   * Ends the session, with a farewell where nothing is outstanding. What is unacknowledged stays
   * so.
   */
  @Override
  public void close() {
    RelpSession open;
    boolean idle;
    lock.lock();
    try {
      closed = true;
      open = session;
      session = null;
      idle = unanswered.isEmpty();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (open == null) {
      return;
    }
    if (idle) {
      sayFarewell(open);
    }
    closeQuietly(open);
  }

  private static void sayFarewell(RelpSession open) {
    try {
      open.farewell();
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("The RELP peer did not answer the farewell.");
    }
  }
}
