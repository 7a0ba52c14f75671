package org.hinomi.collector.console;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the thread that works on an answer when the client has closed its connection, which
 * ends the question.
 */
final class Hangup implements AutoCloseable {
  /** A client that closes only its own direction still gets an answer that takes no longer. */
  private static final Duration GRACE = Duration.ofMillis(200);

  private final Thread worker;
  private final CountDownLatch answered = new CountDownLatch(1);

  private Hangup(Thread worker) {
    this.worker = worker;
  }

  /**
   * Begins to look at the connection of the current request, whose body has been read.
   *
   * @return to be closed by the same thread when the answer is written
   */
  static Hangup watch() {
    Hangup hangup = new Hangup(Thread.currentThread());
    WatchedHttp.RECEIVED.get().watch(hangup::clientGone);
    return hangup;
  }

  private void clientGone() {
    try {
      if (answered.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      if (answered.getCount() > 0) {
        worker.interrupt();
      }
    }
  }

  @Override
  public synchronized void close() {
    answered.countDown();
  }
}
