package org.hinomi.collector.notify.route;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Optional;

/**
 * People who take turns. Duty passes on by the clock on the wall in {@code zone}, so that it stays
 * at nine o'clock when summer time begins.
 *
 * @param start the day of the first handover, to the first of the people
 * @param people in their order
 * @param hours in which somebody is on duty at all; always where there are none
 * @param overrides the last one that fits goes before everything else
 */
public record Rota(
    String name,
    ZoneId zone,
    Handover handover,
    LocalDate start,
    List<String> people,
    List<Span> hours,
    List<Override> overrides) {

  /** When duty passes on. */
  public sealed interface Handover {
    LocalTime time();
  }

  /** Every day. */
  public record Daily(LocalTime time) implements Handover {}

  /** On one day of the week. */
  public record Weekly(DayOfWeek day, LocalTime time) implements Handover {}

  /**
   * Somebody stands in.
   *
   * @param until exclusive
   */
  public record Override(Instant from, Instant until, String person) {}

  public Rota {
    people = List.copyOf(people);
    hours = List.copyOf(hours);
    overrides = List.copyOf(overrides);
  }

  /** Who is on duty; empty where nobody is. */
  public Optional<String> at(Instant time) {
    for (Override override : overrides.reversed()) {
      if (!time.isBefore(override.from()) && time.isBefore(override.until())) {
        return Optional.of(override.person());
      }
    }
    if (people.isEmpty() || !(hours.isEmpty() || hours.stream().anyMatch(h -> h.contains(time)))) {
      return Optional.empty();
    }
    long turn = turn(time);
    return turn < 0
        ? Optional.empty()
        : Optional.of(people.get(Math.toIntExact(turn % people.size())));
  }

  /** Number of handovers since the first one; negative before it. */
  private long turn(Instant time) {
    LocalDateTime there = time.atZone(zone).toLocalDateTime();
    // A day of duty begins with the handover, not at midnight.
    LocalDate day = there.toLocalDate();
    if (there.toLocalTime().isBefore(handover.time())) {
      day = day.minusDays(1);
    }
    return switch (handover) {
      case Daily daily -> ChronoUnit.DAYS.between(start, day);
      case Weekly weekly ->
          Math.floorDiv(
              ChronoUnit.DAYS.between(
                  start.with(TemporalAdjusters.previousOrSame(weekly.day())), day),
              7L);
    };
  }
}
