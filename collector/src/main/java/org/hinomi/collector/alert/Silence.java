package org.hinomi.collector.alert;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * A time in which nobody is told of some alerts. They are found and recorded all the same, and told
 * when it is over and they still fire.
 *
 * @param id names it
 * @param matchers all must fit
 * @param until first instant at which it is over; moved forward when somebody ends it early
 * @param by who made it
 * @param reason why
 * @param made when
 * @param endedBy who ended it early; "" where nobody did
 */
public record Silence(
    String id,
    List<Matcher> matchers,
    Instant from,
    Instant until,
    String by,
    String reason,
    Instant made,
    String endedBy) {
  public Silence {
    requireNonNull(id, "id");
    matchers = List.copyOf(matchers);
    requireNonNull(from, "from");
    requireNonNull(until, "until");
    requireNonNull(by, "by");
    requireNonNull(reason, "reason");
    requireNonNull(made, "made");
    requireNonNull(endedBy, "endedBy");
  }

  public boolean isActive(Instant now) {
    return !now.isBefore(from) && now.isBefore(until);
  }

  boolean fits(Transition step) {
    return matchers.stream()
        .allMatch(m -> m.fits(step.rule(), step.title(), step.severity(), step.labels()));
  }

  Silence endedAt(Instant now, String who) {
    return new Silence(id, matchers, from.isAfter(now) ? now : from, now, by, reason, made, who);
  }
}
