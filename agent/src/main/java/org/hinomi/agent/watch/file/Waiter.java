package org.hinomi.agent.watch.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** Waits until something may have changed. */
@FunctionalInterface
public interface Waiter {

  /**
   * What may have changed.
   *
   * @param all whatever is watched may have
   * @param names else: names of files that were written to, perhaps none
   */
  record Changes(boolean all, Set<Path> names) {
    static final Changes ALL = new Changes(true, Set.of());
    static final Changes NONE = new Changes(false, Set.of());

    public Changes {
      names = Set.copyOf(names);
    }
  }

  /** Whether every change is told, so that nothing is missed until the next look. */
  default boolean tellsAll() {
    return false;
  }

  /** Returns after a change or after the given time, whichever comes first; or a little sooner. */
  Changes await(Duration longest) throws InterruptedException;
}
