package org.hinomi.collector.console;

import io.helidon.common.buffers.DataReader;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a connection receives, which is also read while nobody asks for it: only so is the end of a
 * connection seen. What was read ahead is kept for the next request. One thread serves the
 * connection.
 */
final class ReadAhead implements Supplier<byte[]> {
  private final DataReader from;
  private @Nullable CompletableFuture<byte[]> ahead;
  private Runnable atEnd = () -> {};
  private volatile boolean answering;
  private volatile long quietSince = System.nanoTime();

  ReadAhead(DataReader from) {
    this.from = from;
  }

  /** A request is answered of which it is known who asks: however long that takes. */
  void answering() {
    answering = true;
  }

  /** Whether there is such a request. */
  boolean isAnswering() {
    return answering;
  }

  /** The request is over. */
  void answered() {
    quietSince = System.nanoTime();
    answering = false;
  }

  /** How long nothing has been asked that was worth an answer; a trickle of bytes is nothing. */
  Duration quiet() {
    return answering ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - quietSince);
  }

  /**
   * Reads until something comes.
   *
   * @param atEnd runs where that is the end of the connection; replaces the one before
   */
  synchronized void watch(Runnable atEnd) {
    this.atEnd = atEnd;
    if (ahead == null) {
      CompletableFuture<byte[]> next = new CompletableFuture<>();
      ahead = next;
      Thread.ofVirtual().name("read-ahead").start(() -> read(next));
    }
  }

  private void read(CompletableFuture<byte[]> next) {
    try {
      next.complete(receive());
    } catch (RuntimeException e) {
      next.completeExceptionally(e);
      Runnable end;
      synchronized (this) {
        end = atEnd;
      }
      end.run();
    }
  }

  private byte[] receive() {
    from.ensureAvailable();
    return from.readBuffer().readBytes();
  }

  @Override
  public byte[] get() {
    CompletableFuture<byte[]> next;
    synchronized (this) {
      next = ahead;
      ahead = null;
    }
    if (next == null) {
      return receive();
    }
    try {
      return next.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
