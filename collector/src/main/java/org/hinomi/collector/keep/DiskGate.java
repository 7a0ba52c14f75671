package org.hinomi.collector.keep;

import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.Intake;
import org.hinomi.collector.receive.Pauses;

/**
 * Stands before the journal and takes nothing while it is closed: senders over streams wait,
 * datagrams are dropped and counted by their receivers. Thread-safe.
 */
public final class DiskGate implements Intake {
  private final Intake journal;
  private final Pauses pauses;
  private final List<Runnable> waiting = new ArrayList<>();
  private volatile boolean closed;

  /**
   * @param pauses told when it closes and when it opens
   */
  public DiskGate(Intake journal, Pauses pauses) {
    this.journal = journal;
    this.pauses = pauses;
  }

  /** Whether it takes nothing at present. */
  public boolean isClosed() {
    return closed;
  }

  synchronized void close() {
    closed = true;
    pauses.begin(Pauses.Reason.DISK_FULL);
  }

  /** Lets those who wait go on. */
  void open() {
    List<Runnable> resumed;
    synchronized (this) {
      closed = false;
      pauses.end(Pauses.Reason.DISK_FULL);
      resumed = List.copyOf(waiting);
      waiting.clear();
    }
    resumed.forEach(journal::whenWritable);
  }

  @Override
  public boolean writable() {
    return !closed && journal.writable();
  }

  @Override
  public void whenWritable(Runnable resume) {
    synchronized (this) {
      if (closed) {
        waiting.add(resume);
        return;
      }
    }
    journal.whenWritable(resume);
  }

  @Override
  public boolean offer(Chunk chunk, Commit whenSynced) {
    return !closed && journal.offer(chunk, whenSynced);
  }
}
