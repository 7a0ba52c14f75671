package org.hinomi.agent.watch;

/**
 * Where a source begins that was never read before: setting {@code from: start|end}. It speaks of
 * what is there at the first start ever; a file that appears later is always read from its start.
 */
public enum StartAt {
  START,
  END
}
