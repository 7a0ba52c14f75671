package org.hinomi.collector.record;

/** Which records the journal has: those the history can be made anew from. */
@FunctionalInterface
public interface JournalEnds {

  /** Position after the last durable record. */
  long next();

  /** Position of the oldest record that is still there; {@link Long#MAX_VALUE}: there is none. */
  default long first() {
    return 1;
  }
}
