package org.hinomi.collector.calendar;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What a calendar says of an instant.
 *
 * @param shift name of the working period that the instant lies in; "" outside of all, and where
 *     the period has none
 * @param holiday of the local date, also where some work on it; empty on other days
 * @param maintenance names of the announced windows that the instant lies in
 */
public record Moment(Kind kind, String shift, Optional<String> holiday, List<String> maintenance) {

  /** Whether people work. */
  public enum Kind {
    WORKING,
    /** Outside of the hours of a working day, or on a day on which nobody works each week. */
    OFF_HOURS,
    /** On a public holiday or a day on which the company is closed. */
    HOLIDAY;

    /** As rules write it: {@code working}, {@code off-hours}, {@code holiday}. */
    public String word() {
      return switch (this) {
        case WORKING -> "working";
        case OFF_HOURS -> "off-hours";
        case HOLIDAY -> "holiday";
      };
    }
  }

  /** What is always so where there is no calendar. */
  public static final Moment WORKING = new Moment(Kind.WORKING, "", Optional.empty(), List.of());

  public Moment {
    requireNonNull(kind, "kind");
    requireNonNull(shift, "shift");
    requireNonNull(holiday, "holiday");
    maintenance = List.copyOf(maintenance);
  }

  public boolean working() {
    return kind == Kind.WORKING;
  }

  public boolean inMaintenance() {
    return !maintenance.isEmpty();
  }
}
