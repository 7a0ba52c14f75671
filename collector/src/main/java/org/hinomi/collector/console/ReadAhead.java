package org.hinomi.collector.console;

import io.helidon.common.buffers.DataReader;
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

  ReadAhead(DataReader from) {
    this.from = from;
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
