package org.hinomi.collector.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.Intake;

/**
 * What waits for the disk, bounded by bytes, in which every sender has a share. A chunk counts from
 * its offer until its group is synced or has failed. Thread-safe; one thread takes.
 */
final class PendingChunks {
  /** One waiting chunk; {@code entryLength} is what it takes in the segment. */
  record Pending(Chunk chunk, int entryLength, Intake.Commit commit) {}

  private final long maxBytes;
  private final FairShare shares;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private Deque<Pending> queue = new ArrayDeque<>();
  private List<Runnable> resumes = new ArrayList<>();
  private long bytes;
  private boolean refusing;
  private boolean closed;
  private boolean takerWaits;

  PendingChunks(long maxBytes) {
    this.maxBytes = maxBytes;
    this.shares = new FairShare(maxBytes);
  }

  boolean offer(Pending pending) {
    lock.lock();
    try {
      if (closed || refusing || (bytes > 0 && bytes + pending.entryLength() > maxBytes)) {
        return false;
      }
      if (bytes > 0
          && !shares.allows(pending.chunk().sender().getAddress(), pending.entryLength(), bytes)) {
        // Its own share is known then: more than one are there for others too.
        if (shares.known() > 1) {
          pending.commit().heldBack();
        }
        return false;
      }
      bytes += pending.entryLength();
      queue.add(pending);
      if (takerWaits) {
        takerWaits = false;
        arrived.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  boolean writable() {
    lock.lock();
    try {
      return !closed && !refusing && bytes < maxBytes;
    } finally {
      lock.unlock();
    }
  }

  void whenWritable(Runnable resume) {
    lock.lock();
    try {
      if (closed || refusing || bytes > maxBytes / 2) {
        resumes.add(resume);
        return;
      }
    } finally {
      lock.unlock();
    }
    resume.run();
  }

  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /** Everything that waits; empty after {@code waitNanos} or once closed. */
  Deque<Pending> take(long waitNanos) {
    lock.lock();
    try {
      long left = waitNanos;
      while (queue.isEmpty() && !closed && left > 0) {
        takerWaits = true;
        try {
          left = arrived.awaitNanos(left);
        } catch (InterruptedException e) {
          // Nobody stops the writer this way; close() does. Start the wait anew.
          left = waitNanos;
        }
      }
      takerWaits = false;
      Deque<Pending> taken = queue;
      queue = new ArrayDeque<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** The chunks no longer need memory here. Gives who is to be told that there is room again. */
  List<Runnable> release(long released) {
    lock.lock();
    try {
      bytes -= released;
      shares.written(bytes);
      return resumable();
    } finally {
      lock.unlock();
    }
  }

  /** While the disk refuses, nothing is taken. Gives who is to be told that it no longer does. */
  List<Runnable> refuse(boolean refuse) {
    lock.lock();
    try {
      refusing = refuse;
      return resumable();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more is taken; what waits is still written. */
  void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  boolean closed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private List<Runnable> resumable() {
    if (resumes.isEmpty() || closed || refusing || bytes > maxBytes / 2) {
      return List.of();
    }
    List<Runnable> ready = resumes;
    resumes = new ArrayList<>();
    return ready;
  }
}
