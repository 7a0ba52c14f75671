package org.hinomi.collector.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.hinomi.collector.journal.PendingChunks.Pending;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.Intake.Commit;
import org.hinomi.collector.receive.Pauses;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes: takes everything that waits as a group, writes it, syncs it, and only then runs its
 * commits. While the disk refuses, all that waits fails, and nothing more is taken until {@link
 * #writeWaiting} has tried again with success. One thread at a time.
 */
final class JournalWriter {
  private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
  private static final int GROUP_BYTES = 4 << 20;

  private final Path dir;
  private final PendingChunks pending;
  private final Tail tail;
  private final SegmentAllocator allocator;
  private final GroupEncoder encoder;
  private final LongSupplier epochNanos;
  private final JournalMetrics metrics;
  private final Pressure pressure;
  private final Calm calm;
  private final Pauses pauses;

  /** Held from before chunks are taken until they are written, so that none overtakes another. */
  private final ReentrantLock writing = new ReentrantLock();

  private ActiveSegment active;
  private long nextPosition;
  private Hash head;

  /** Why nothing is written at present; others look at it. */
  private volatile @Nullable IOException failure;

  /** A fault of the program that somebody else met while writing. */
  private volatile @Nullable Throwable fault;

  private long failedRecords;
  private boolean dirty;
  private boolean mustRoll;

  JournalWriter(
      JournalSettings settings,
      PendingChunks pending,
      Tail tail,
      SegmentAllocator allocator,
      LongSupplier epochNanos,
      JournalMetrics metrics,
      Pressure pressure,
      Calm calm,
      Pauses pauses,
      ActiveSegment active,
      Hash head) {
    this.dir = settings.dir();
    this.pending = pending;
    this.tail = tail;
    this.allocator = allocator;
    this.encoder = new GroupEncoder(groupBytes(settings));
    this.epochNanos = epochNanos;
    this.metrics = metrics;
    this.pressure = pressure;
    this.calm = calm;
    this.pauses = pauses;
    this.active = active;
    this.nextPosition = tail.durable().nextPosition();
    this.head = head;
  }

  /** The largest group, its commit entry included. */
  static int groupBytes(JournalSettings settings) {
    return Math.min(GROUP_BYTES, settings.segmentBytes() - JournalFormat.HEADER_LENGTH);
  }

  /** Why nothing is written at present; null: it is. */
  @Nullable IOException failure() {
    return failure;
  }

  /**
   * Writes what waits; where the disk has refused, tries whether it still does.
   *
   * @throws IllegalStateException where the program is at fault and nothing may be written any more
   */
  void writeWaiting() {
    writing.lock();
    try {
      if (fault != null) {
        throw new IllegalStateException("A receiver failed to write", fault);
      }
      if (failure != null) {
        retry();
      }
      write(pending.take(), Runnable::run);
    } finally {
      writing.unlock();
    }
  }

  /** Whether the loop that offers the chunk may write it. */
  boolean leavesToLoop(Chunk chunk, long nanos) {
    return chunk.count() <= Calm.RECORDS && failure == null && calm.now(nanos);
  }

  /** On the loop that has offered: writes what waits, or leaves it to the journal's thread. */
  void writeOn(Executor loop) {
    if (!writing.tryLock()) {
      pending.wake();
      return;
    }
    try {
      long room = Math.min(Calm.BYTES, active.room() - JournalFormat.COMMIT_LENGTH);
      Deque<Pending> taken =
          failure == null && fault == null ? pending.takeIfAtMost(room) : new ArrayDeque<>();
      if (taken.isEmpty()) {
        // Nothing is left to do, or too much.
        if (pending.bytes() > 0) {
          pending.wake();
        }
        return;
      }
      write(taken, loop);
      if (failure != null) {
        // It is the journal's thread that tries again.
        pending.wake();
      }
    } catch (Throwable e) {
      fault = e;
      pending.wake();
    } finally {
      writing.unlock();
    }
  }

  /** Lets go of the files. */
  void close() throws IOException {
    writing.lock();
    try {
      allocator.close();
      active.close();
    } finally {
      writing.unlock();
    }
  }

  /** Nothing more is acknowledged; senders keep what they have. */
  void giveUp(Throwable why) {
    writing.lock();
    try {
      failAll(new ArrayDeque<>(), new IOException("The journal's writer has stopped", why));
    } finally {
      writing.unlock();
    }
  }

  private void write(Deque<Pending> backlog, Executor afterAnswers) {
    while (!backlog.isEmpty()) {
      List<Pending> group = new ArrayList<>(Math.min(backlog.size(), 1024));
      try {
        IOException before = failure;
        if (before != null) {
          throw before;
        }
        writeGroup(backlog, group, afterAnswers);
      } catch (IOException e) {
        backlog.addAll(pending.take());
        for (int i = group.size() - 1; i >= 0; i--) {
          backlog.addFirst(group.get(i));
        }
        failAll(backlog, e);
      }
    }
  }

  private void writeGroup(Deque<Pending> backlog, List<Pending> group, Executor afterAnswers)
      throws IOException {
    if (JournalFormat.COMMIT_LENGTH + backlog.getFirst().entryLength() > active.room()) {
      roll();
    }
    long room = Math.min(encoder.capacity(), active.room()) - JournalFormat.COMMIT_LENGTH;
    long next = nextPosition;
    long pressing = 0;
    encoder.start(head);
    for (Pending p = backlog.peek();
        p != null && encoder.length() + p.entryLength() <= room;
        p = backlog.peek()) {
      group.add(backlog.remove());
      encoder.add(p.chunk(), next);
      pressing += Pressure.weight(p.chunk(), p.entryLength());
      next += p.chunk().count();
    }
    int entryBytes = encoder.length();
    Hash hash = encoder.commit(next, epochNanos.getAsLong());
    dirty = true;
    long start = System.nanoTime();
    active.append(encoder.bytes());
    dirty = false;
    long end = System.nanoTime();
    metrics.synced(next - nextPosition, entryBytes + JournalFormat.COMMIT_LENGTH, end - start);
    pressure.add(pressing, end);
    calm.synced(end - start, end);
    long first = nextPosition;
    nextPosition = next;
    head = hash;
    tail.advance(active.durable(nextPosition));
    for (Pending p : group) {
      tell(p.commit(), first, null);
      first += p.chunk().count();
    }
    // After the senders: whoever reads on takes the processor that their answers need.
    wakeReaders(afterAnswers);
    resume(pending.release(entryBytes));
    if (active.halfFull()) {
      allocator.prepare();
    }
  }

  private void wakeReaders(Executor afterAnswers) {
    try {
      afterAnswers.execute(tail::wake);
    } catch (RejectedExecutionException stopping) {
      tail.wake();
    }
  }

  private void roll() throws IOException {
    mustRoll = true;
    ActiveSegment next =
        ActiveSegment.create(
            dir, allocator, new SegmentHeader(nextPosition, epochNanos.getAsLong(), head));
    mustRoll = false;
    tail.add(nextPosition, dir.resolve(JournalFormat.fileName(nextPosition)));
    ActiveSegment full = active;
    active = next;
    tail.publish(active.durable(nextPosition));
    try {
      full.finish();
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("A full journal segment keeps its unused space.");
    }
  }

  private void retry() {
    try {
      if (dirty) {
        active.wipe();
        dirty = false;
      }
      if (mustRoll) {
        roll();
      }
    } catch (IOException e) {
      failure = e;
      return;
    }
    LOG.atInfo()
        .addKeyValue("failedRecords", failedRecords)
        .addKeyValue("nextPosition", nextPosition)
        .log("The journal can be written again.");
    failure = null;
    failedRecords = 0;
    pauses.end(Pauses.Reason.JOURNAL_FAILED);
    resume(pending.refuse(false));
  }

  private void failAll(Deque<Pending> backlog, IOException why) {
    pending.refuse(true);
    backlog.addAll(pending.take());
    long records = 0;
    long bytes = 0;
    for (Pending p : backlog) {
      records += p.chunk().count();
      bytes += p.entryLength();
    }
    if (failure == null) {
      LOG.atWarn()
          .setCause(why)
          .addKeyValue("folder", dir)
          .addKeyValue("records", records)
          .log("The journal cannot be written; nothing is taken or answered until it can.");
    }
    failure = why;
    pauses.begin(Pauses.Reason.JOURNAL_FAILED);
    failedRecords += records;
    metrics.failed(records);
    pending.release(bytes);
    for (Pending p : backlog) {
      tell(p.commit(), -1, why);
    }
    backlog.clear();
  }

  private static void tell(Commit commit, long firstPosition, @Nullable Throwable why) {
    try {
      commit.done(firstPosition, why);
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("A receiver failed on being told how its records fared.");
    }
  }

  private static void resume(List<Runnable> resumes) {
    for (Runnable resume : resumes) {
      try {
        resume.run();
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("A receiver failed on being told that there is room again.");
      }
    }
  }
}
