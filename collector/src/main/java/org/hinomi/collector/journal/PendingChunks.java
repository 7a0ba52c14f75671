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
 * its offer until its group is synced or has failed. Thread-safe; one thread at a time takes.
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

  /** Whether the one who takes is to do so: not where a loop does. */
  private boolean due;

  PendingChunks(long maxBytes) {
    this.maxBytes = maxBytes;
    this.shares = new FairShare(maxBytes);
  }

  /**
   * @param wake whether the one who takes is told; else somebody must {@link #wake} it, or take
   */
  boolean offer(Pending pending, boolean wake) {
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
      if (wake) {
        signal();
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

  /**
   * Waits until there is something to take that no loop will, or {@code nanos} have passed.
   *
   * @return false: closed, and nothing waits
   */
  boolean await(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (!due && !closed && left > 0) {
        takerWaits = true;
        try {
          left = arrived.awaitNanos(left);
        } catch (InterruptedException e) {
          // Nobody stops the writer this way; close() does. Start the wait anew.
          left = nanos;
        }
      }
      takerWaits = false;
      due = false;
      return !closed || !queue.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the wait of the one who takes. */
  void wake() {
    lock.lock();
    try {
      signal();
    } finally {
      lock.unlock();
    }
  }

  private void signal() {
    due = true;
    if (takerWaits) {
      takerWaits = false;
      arrived.signal();
    }
  }

  /** Everything that waits. */
  Deque<Pending> take() {
    return takeIfAtMost(Long.MAX_VALUE);
  }

  /** Everything that waits; empty where that, and what was taken and not released, is more. */
  Deque<Pending> takeIfAtMost(long most) {
    lock.lock();
    try {
      Deque<Pending> none = new ArrayDeque<>();
      if (bytes > most) {
        return none;
      }
      Deque<Pending> taken = queue;
      queue = none;
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

  private List<Runnable> resumable() {
    if (resumes.isEmpty() || closed || refusing || bytes > maxBytes / 2) {
      return List.of();
    }
    List<Runnable> ready = resumes;
    resumes = new ArrayList<>();
    return ready;
  }
}
