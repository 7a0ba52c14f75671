package org.hinomi.collector.imports;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * Sends on a thread of its own, one batch behind the other: while one is on its way and synced, the
 * next is read. After a refused batch none is sent. Not thread-safe.
 */
public final class SendAhead implements Target {
  /** Batches given and not known to be durable; each is held in memory. */
  private static final int MOST = 3;

  private final Target target;
  private final ExecutorService sender =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("import-sender").factory());
  private final Deque<Future<?>> sent = new ArrayDeque<>();
  private volatile boolean refused;
  private volatile boolean stopped;

  public SendAhead(Target target) {
    this.target = target;
  }

  /**
   * Ends the import from another thread: what waits for the target is interrupted, and with the
   * next batch whoever reads is. Reading itself is not: an interrupted file looks like a damaged
   * one.
   */
  public void stop() {
    stopped = true;
    for (Runnable left : sender.shutdownNow()) {
      if (left instanceof Future<?> never) {
        never.cancel(false);
      }
    }
  }

  @Override
  public List<Recorded> recorded() throws IOException, InterruptedException {
    await(0);
    return result(submit(target::recorded));
  }

  @Override
  public void send(byte[] frames, int length) throws IOException, InterruptedException {
    await(MOST - 1);
    sent.add(
        submit(
            () -> {
              if (refused) {
                return false;
              }
              try {
                target.send(frames, length);
              } catch (IOException | InterruptedException | RuntimeException e) {
                refused = true;
                throw e;
              }
              return true;
            }));
  }

  @Override
  public void flush() throws IOException, InterruptedException {
    await(0);
    boolean unused =
        result(
            submit(
                () -> {
                  target.flush();
                  return true;
                }));
  }

  /** Waits until no more than this many batches are on their way. */
  private void await(int most) throws IOException, InterruptedException {
    while (sent.size() > most || (!sent.isEmpty() && sent.getFirst().isDone())) {
      Object unused = result(sent.getFirst());
      sent.removeFirst();
    }
  }

  private <T> Future<T> submit(Callable<T> work) throws InterruptedException {
    try {
      return sender.submit(work);
    } catch (RejectedExecutionException e) {
      throw interrupted(e);
    }
  }

  private <T> T result(Future<T> of) throws IOException, InterruptedException {
    try {
      return of.get();
    } catch (CancellationException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (stopped || cause instanceof InterruptedException) {
        throw interrupted(e);
      }
      if (cause instanceof IOException refusal) {
        throw refusal;
      }
      throw new IOException("import: a batch could not be sent: " + cause, e);
    }
  }

  private static InterruptedException interrupted(Exception cause) {
    InterruptedException interrupted = new InterruptedException("interrupted");
    interrupted.initCause(cause);
    return interrupted;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    sender.close();
    target.close();
  }
}
