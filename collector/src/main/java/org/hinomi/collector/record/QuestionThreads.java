package org.hinomi.collector.record;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs DuckDB's statements on threads of their own. A virtual thread would hold its carrier while
 * it is in DuckDB, and a few slow questions would stop the whole server; and a thread that only
 * waits can be interrupted, which here ends the statement. Thread-safe.
 */
final class QuestionThreads implements AutoCloseable {
  /** A cancellation that comes before the statement has begun is lost, so it is given again. */
  private static final long CANCEL_AGAIN_MS = 10;

  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().name("question-", 0).daemon().factory());

  /**
   * Does a statement's work. Where the calling thread is interrupted the statement is cancelled,
   * and has ended when this returns.
   *
   * @throws HistoryException.Cancelled when it was interrupted
   */
  <T extends @Nullable Object> T run(Statement statement, Callable<T> work)
      throws SQLException, HistoryException.Cancelled {
    Future<T> result = threads.submit(work);
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      cancel(statement, result);
      Thread.currentThread().interrupt();
      throw new HistoryException.Cancelled("nobody waits for the answer any more", e);
    }
  }

  private static SQLException failure(@Nullable Throwable cause) {
    return switch (cause) {
      case SQLException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> new SQLException(cause);
    };
  }

  private static void cancel(Statement statement, Future<?> result) throws SQLException {
    while (true) {
      statement.cancel();
      try {
        result.get(CANCEL_AGAIN_MS, TimeUnit.MILLISECONDS);
        return;
      } catch (ExecutionException ended) {
        return;
      } catch (TimeoutException | InterruptedException stillRuns) {
        // Once more.
      }
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
