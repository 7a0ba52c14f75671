package org.hinomi.agent.match;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import org.hinomi.core.sigma.Repetition;

/**
 * Counts the matches of one rule until they are as many as it wants, then begins anew: nothing is
 * left behind that could keep the next ones from counting. Time is that of the records, so what was
 * read late counts as if it had been read at once. Thread-safe.
 */
final class Repeats {
  private final Repetition wanted;
  private final ArrayDeque<Instant> times = new ArrayDeque<>();

  Repeats(Repetition wanted) {
    this.wanted = wanted;
  }

  /** Takes a match; true where it makes the count full. */
  synchronized boolean add(Instant time) {
    times.addLast(time);
    Duration within = wanted.within();
    if (within != null) {
      times.removeIf(earlier -> earlier.isBefore(time.minus(within)));
    }
    if (times.size() < wanted.count()) {
      return false;
    }
    times.clear();
    return true;
  }
}
