package org.hinomi.collector.imports;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

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

  public SendAhead(Target target) {
    this.target = target;
  }

  @Override
  public List<Recorded> recorded() throws IOException, InterruptedException {
    await(0);
    return target.recorded();
  }

  @Override
  public void send(byte[] frames, int length) throws IOException, InterruptedException {
    await(MOST - 1);
    sent.add(
        sender.submit(
            () -> {
              if (refused) {
                return null;
              }
              try {
                target.send(frames, length);
              } catch (IOException | InterruptedException | RuntimeException e) {
                refused = true;
                throw e;
              }
              return null;
            }));
  }

  @Override
  public void flush() throws IOException, InterruptedException {
    await(0);
    target.flush();
  }

  /** Waits until no more than this many batches are on their way. */
  private void await(int most) throws IOException, InterruptedException {
    while (sent.size() > most || (!sent.isEmpty() && sent.getFirst().isDone())) {
      try {
        sent.getFirst().get();
      } catch (ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof IOException refusal) {
          throw refusal;
        }
        if (cause instanceof InterruptedException interrupted) {
          throw interrupted;
        }
        throw new IOException("import: a batch could not be sent: " + cause, e);
      }
      sent.removeFirst();
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    sender.close();
    target.close();
  }
}
