package org.hinomi.agent.watch.file;

import java.time.Duration;

/** Waits until something may have changed. */
@FunctionalInterface
public interface Waiter {

  /** Returns after a change or after the given time, whichever comes first; or a little sooner. */
  void await(Duration longest) throws InterruptedException;
}
