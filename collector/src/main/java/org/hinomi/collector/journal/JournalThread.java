package org.hinomi.collector.journal;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's own thread: writes whatever waits that no loop writes. While the disk refuses, it
 * tries again every half second. Ends once the journal is closed and nothing waits, or at a fault
 * of the program.
 */
final class JournalThread implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalThread.class);
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final PendingChunks pending;
  private final JournalWriter writer;

  JournalThread(PendingChunks pending, JournalWriter writer) {
    this.pending = pending;
    this.writer = writer;
  }

  @Override
  public void run() {
    try {
      while (pending.await(writer.failure() == null ? Long.MAX_VALUE : RETRY_NANOS)) {
        writer.writeWaiting();
      }
      writer.close();
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("The journal could not be closed cleanly.");
    } catch (Throwable e) {
      LOG.atError().setCause(e).log("The journal's writer has stopped; restart the collector.");
      writer.giveUp(e);
    }
  }
}
