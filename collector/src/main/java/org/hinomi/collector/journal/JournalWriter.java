package org.hinomi.collector.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.hinomi.collector.journal.PendingChunks.Pending;
import org.hinomi.collector.receive.Intake.Commit;
import org.hinomi.collector.receive.Pauses;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes: takes everything that waits as a group, writes it, syncs it, and only
 * then runs its commits. While the disk refuses, all that waits fails, nothing more is taken, and
 * it tries again every half second.
 */
final class JournalWriter implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
  private static final int GROUP_BYTES = 4 << 20;
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Path dir;
  private final PendingChunks pending;
  private final Tail tail;
  private final SegmentAllocator allocator;
  private final GroupEncoder encoder;
  private final LongSupplier epochNanos;
  private final JournalMetrics metrics;
  private final Pressure pressure;
  private final Pauses pauses;
  private ActiveSegment active;
  private long nextPosition;
  private Hash head;

  /** Why nothing is written at present; others look at it. */
  private volatile @Nullable IOException failure;

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

  @Override
  public void run() {
    try {
      while (true) {
        Deque<Pending> taken = pending.take(failure == null ? Long.MAX_VALUE : RETRY_NANOS);
        if (taken.isEmpty() && pending.closed()) {
          break;
        }
        if (failure != null) {
          retry();
        }
        write(taken);
      }
      allocator.close();
      active.close();
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("The journal could not be closed cleanly.");
    } catch (Throwable e) {
      // A fault of the program. Nothing more may be acknowledged; senders keep what they have.
      LOG.atError().setCause(e).log("The journal's writer has stopped; restart the collector.");
      failAll(new ArrayDeque<>(), new IOException("The journal's writer has stopped", e));
    }
  }

  private void write(Deque<Pending> backlog) {
    while (!backlog.isEmpty()) {
      List<Pending> group = new ArrayList<>(Math.min(backlog.size(), 1024));
      try {
        IOException before = failure;
        if (before != null) {
          throw before;
        }
        writeGroup(backlog, group);
      } catch (IOException e) {
        backlog.addAll(pending.take(0));
        for (int i = group.size() - 1; i >= 0; i--) {
          backlog.addFirst(group.get(i));
        }
        failAll(backlog, e);
      }
    }
  }

  private void writeGroup(Deque<Pending> backlog, List<Pending> group) throws IOException {
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
    long first = nextPosition;
    nextPosition = next;
    head = hash;
    tail.advance(active.durable(nextPosition));
    for (Pending p : group) {
      tell(p.commit(), first, null);
      first += p.chunk().count();
    }
    // After the senders: whoever reads on takes the processor that their answers need.
    tail.wake();
    resume(pending.release(entryBytes));
    if (active.halfFull()) {
      allocator.prepare();
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
    backlog.addAll(pending.take(0));
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
