package org.hinomi.collector.alert;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Somebody looks after an alert that fires.
 *
 * @param at since when
 */
public record Acknowledgement(Act act, Instant at) {
  public Acknowledgement {
    requireNonNull(act, "act");
    requireNonNull(at, "at");
  }

  boolean isOver(Instant now) {
    return act.until() != null && !now.isBefore(act.until());
  }
}
