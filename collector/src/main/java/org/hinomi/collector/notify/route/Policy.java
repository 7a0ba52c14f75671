package org.hinomi.collector.notify.route;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * How alerts become messages.
 *
 * @param by what alerts of one group have in common: {@code rule}, {@code severity}, or a label
 * @param interval between messages of a group, after the first one, which goes at once
 * @param repeat after so long what still fires and nobody acknowledged is told again
 * @param digest all of a day goes in one message, at this time, in {@code zone}
 */
public record Policy(
    List<String> by, Duration interval, Duration repeat, Optional<LocalTime> digest, ZoneId zone) {

  public Policy {
    by = List.copyOf(by);
  }

  /** Each host and rule a group; 30 seconds; four hours. */
  public static Policy usual(ZoneId zone) {
    return new Policy(
        List.of("rule", "host.name"),
        Duration.ofSeconds(30),
        Duration.ofHours(4),
        Optional.empty(),
        zone);
  }

  /** The next time after {@code now} at which the digest goes. */
  public Optional<Instant> nextDigest(Instant now) {
    return digest.map(
        time -> {
          LocalDate today = now.atZone(zone).toLocalDate();
          Instant at = today.atTime(time).atZone(zone).toInstant();
          return at.isAfter(now) ? at : today.plusDays(1).atTime(time).atZone(zone).toInstant();
        });
  }
}
