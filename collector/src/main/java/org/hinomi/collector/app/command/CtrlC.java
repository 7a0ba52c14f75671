package org.hinomi.collector.app.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets a command end cleanly when it is asked to (Ctrl-C, SIGTERM): it says how it is stopped, and
 * the virtual machine waits a while for its end. The exit code is that of the signal.
 */
final class CtrlC implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = Thread.ofPlatform().name("ctrl-c").unstarted(this::asked);
  private volatile @Nullable Runnable stop;

  /** Registers with the virtual machine. */
  CtrlC() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** What stops the command, on another thread; before this is told, it just ends. */
  void stopsBy(Runnable action) {
    stop = action;
  }

  /** The command is asked to end; waits for it. */
  void asked() {
    Runnable action = stop;
    if (action == null) {
      return;
    }
    action.run();
    try {
      boolean unused = ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The command has ended. */
  @Override
  public void close() {
    ended.countDown();
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The virtual machine ends: it was asked.
    }
  }
}
