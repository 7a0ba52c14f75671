package org.hinomi.core.lifecycle;

import java.util.concurrent.CountDownLatch;

/**
 * Waits for SIGINT, SIGTERM or {@link #stop}, then stops the program and ends it with 0: being
 * asked to stop is no failure, whatever the Java virtual machine thinks of signals (143).
 */
public final class StopSignal {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean failed;

  /** Registers with the virtual machine; from now on signals are ours. */
  public StopSignal() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::onShutdown, "stop-signal"));
  }

  private void onShutdown() {
    if (stopped.getCount() == 0) {
      return;
    }
    asked.countDown();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    Runtime.getRuntime().halt(failed ? 1 : 0);
  }

  /** Asks the program to stop because a part of it cannot go on. */
  public void fail() {
    failed = true;
    asked.countDown();
  }

  /** Asks the program to stop, as a signal would. */
  public void stop() {
    asked.countDown();
  }

  /**
   * Waits until the program is asked to stop, then runs all stops. Interrupted counts as asked.
   *
   * @return false when a part failed
   */
  public boolean await(Stops stops) {
    try {
      asked.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stops.close();
      stopped.countDown();
    }
    return !failed;
  }

  /** The program failed to start: what was started ends, the exit code is the caller's. */
  public void abandon(Stops stops) {
    try {
      stops.close();
    } finally {
      stopped.countDown();
    }
  }
}
