package org.hinomi.collector.app;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.hinomi.collector.journal.SegmentedJournal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes segments of the journal that nothing needs any more. Where only samples hold them, since
 * their day is not over and they are in no part yet, it has these written. Thread-safe.
 */
final class JournalRoom {
  private static final Logger LOG = LoggerFactory.getLogger(JournalRoom.class);

  /** Days that are not over are written again later: no oftener than this,… */
  private static final Duration WRITE_AGAIN = Duration.ofMinutes(1);

  /** …and for no more than a tenth of the time. */
  private static final int REST = 10;

  /** The samples of a history. */
  interface Samples {
    /** First position that is not in a part, so that the journal must have it. */
    long neededFrom() throws IOException;

    /** Writes all that are recorded into parts. */
    void write() throws IOException;
  }

  private final SegmentedJournal journal;
  private final LongSupplier durable;
  private final Samples samples;
  private final Executor worker;
  private final LongSupplier nanos;
  private boolean writing;
  private long writeFrom;

  /**
   * @param durable first position that a consumer would read again after a crash
   * @param worker writes samples
   * @param nanos a clock that only goes forward
   */
  JournalRoom(
      SegmentedJournal journal,
      LongSupplier durable,
      Samples samples,
      Executor worker,
      LongSupplier nanos) {
    this.journal = journal;
    this.durable = durable;
    this.samples = samples;
    this.worker = worker;
    this.nanos = nanos;
    this.writeFrom = nanos.getAsLong();
  }

  /**
   * Deletes what is above {@code keepBytes}; what samples hold may take as much again.
   *
   * @return whether samples are being written, after which more can go
   */
  synchronized boolean make(long keepBytes) {
    try {
      long end = durable.getAsLong();
      long needed = Math.min(end, samples.neededFrom());
      journal.dropBefore(needed, keepBytes);
      boolean held = needed < end && journal.segments() > 1 && journal.bytes() / 2 > keepBytes;
      if (held && !writing && nanos.getAsLong() - writeFrom >= 0) {
        writing = true;
        worker.execute(() -> write(keepBytes));
      }
    } catch (IOException | RuntimeException e) {
      LOG.atWarn().setCause(e).log("Old segments of the journal cannot be deleted; trying again");
    }
    return writing;
  }

  private void write(long keepBytes) {
    long start = nanos.getAsLong();
    try {
      samples.write();
    } catch (IOException | RuntimeException e) {
      LOG.atWarn()
          .setCause(e)
          .log("Samples cannot be written into parts; the journal keeps them until they are.");
    } finally {
      written(nanos.getAsLong() - start);
    }
    make(keepBytes);
  }

  private synchronized void written(long took) {
    writing = false;
    writeFrom = nanos.getAsLong() + Math.max(WRITE_AGAIN.toNanos(), REST * took);
  }
}
