package org.hinomi.collector.detect;

import java.util.OptionalDouble;

/** What is remembered of a series to derive values from. For one thread. */
interface DerivedState {

  /**
   * Which hour a time is.
   *
   * @param number hours since 1970
   * @param slot 0..167 hour of the week in the zone of the host's calendar, 168..191 hour of a
   *     holiday
   */
  record Hour(long number, int slot) {}

  /** What is judged in place of the value; empty while it is being learned. */
  OptionalDouble derive(Derivation derivation, long timeMicros, double value, Hour hour);

  byte[] write();

  /** Takes back what was written; nothing where it is of another kind. */
  void read(byte[] state);
}
