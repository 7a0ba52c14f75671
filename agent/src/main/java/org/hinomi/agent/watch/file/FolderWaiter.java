package org.hinomi.agent.watch.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Waits for a change of some files in one folder, as {@link FolderEvents} tell it. Where they tell
 * nothing, as on network file systems, the time given is the interval of polling.
 */
public final class FolderWaiter implements Waiter, AutoCloseable {
  /** Names that are held; beyond, all may have changed. */
  private static final int MOST_NAMES = 1000;

  private final FolderEvents events;
  private final Path folder;
  private final String prefix;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition told = lock.newCondition();
  private final Set<Path> names = new HashSet<>();
  private boolean all;

  /**
   * @param prefix what the names begin with that matter here
   */
  FolderWaiter(FolderEvents events, Path folder, String prefix) {
    this.events = events;
    this.folder = folder;
    this.prefix = prefix;
  }

  Path folder() {
    return folder;
  }

  /**
   * Takes what happened in the folder.
   *
   * @param anything whether anything may have
   * @param written names of files that were written to
   * @param changed names of files that came or went
   */
  void tell(boolean anything, Set<Path> written, Set<Path> changed) {
    lock.lock();
    try {
      all |= anything || changed.stream().anyMatch(this::matters);
      written.stream().filter(this::matters).forEach(names::add);
      if (names.size() > MOST_NAMES) {
        names.clear();
        all = true;
      }
      if (all || !names.isEmpty()) {
        told.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean matters(Path name) {
    return name.toString().startsWith(prefix);
  }

  @Override
  public boolean tellsAll() {
    return events.tellsAll(folder);
  }

  @Override
  public Changes await(Duration longest) throws InterruptedException {
    // What changed before the folder was registered is not told.
    boolean anew = events.register(folder);
    lock.lockInterruptibly();
    try {
      long left = longest.toNanos();
      while (!anew && !all && names.isEmpty() && left > 0) {
        left = told.awaitNanos(left);
      }
      Changes changes = anew || all ? Changes.ALL : new Changes(false, names);
      all = false;
      names.clear();
      return changes;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    events.leave(this);
  }
}
