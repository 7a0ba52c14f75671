package org.hinomi.collector.keep;

import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;

/**
 * How long the events of a class are kept, and why.
 *
 * @param name as it stands in the names of folders
 * @param keep from the end of their day on; empty: for ever
 * @param atLeast what may be cut down to where the disk is filling up; empty: nothing
 * @param ground in words
 */
public record RetentionClass(
    String name, Optional<Period> keep, Optional<Period> atLeast, String ground) {
  /** Letters, digits, dots, dashes and underscores: what every file system takes. */
  public static final String NAME = "[a-z0-9][a-z0-9._-]{0,39}";

  /** The first day, UTC, on which the events of a day may go. */
  public Optional<LocalDate> due(LocalDate day) {
    return keep.map(period -> day.plusDays(1).plus(period));
  }

  /** The first day on which the events of a day may go where the disk is filling up. */
  public Optional<LocalDate> dueInNeed(LocalDate day) {
    return atLeast.map(period -> day.plusDays(1).plus(period)).or(() -> due(day));
  }
}
