package org.hinomi.collector.notify.route;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * Hours of some days of the week, by the clock on the wall there.
 *
 * @param days on which they begin
 * @param to exclusive; at or before {@code from} it lies on the next day
 */
public record Hours(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone)
    implements Span {

  public Hours {
    days = Set.copyOf(days);
  }

  @Override
  public boolean contains(Instant time) {
    return !end(time).equals(time);
  }

  @Override
  public Instant end(Instant time) {
    ZonedDateTime there = time.atZone(zone);
    LocalDate today = there.toLocalDate();
    for (LocalDate day : new LocalDate[] {today.minusDays(1), today}) {
      if (days.contains(day.getDayOfWeek())) {
        Instant begins = day.atTime(from).atZone(zone).toInstant();
        LocalDate last = to.isAfter(from) ? day : day.plusDays(1);
        Instant ends = last.atTime(to).atZone(zone).toInstant();
        if (!time.isBefore(begins) && time.isBefore(ends)) {
          return ends;
        }
      }
    }
    return time;
  }
}
