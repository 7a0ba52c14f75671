package org.hinomi.collector.calendar;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.hinomi.core.event.HostGroup;

/**
 * A time for which work on machines was announced. What happens in it is marked, never left out.
 *
 * @param hosts whom it is about; empty: all hosts of the calendar
 */
record MaintenanceWindow(String name, List<HostGroup> hosts, Times times) {

  MaintenanceWindow {
    requireNonNull(name, "name");
    hosts = List.copyOf(hosts);
    requireNonNull(times, "times");
  }

  boolean isAbout(String host) {
    return hosts.isEmpty() || hosts.stream().anyMatch(group -> group.contains(host));
  }

  /** When it is. */
  sealed interface Times {
    boolean cover(Instant instant, ZoneId zone);
  }

  /** Once, from an instant to the one before {@code to}. */
  record Once(Instant from, Instant to) implements Times {
    @Override
    public boolean cover(Instant instant, ZoneId zone) {
      return !instant.isBefore(from) && instant.isBefore(to);
    }
  }

  /**
   * Again and again.
   *
   * @param at when it begins, by the clock of the zone; where the clocks leave the time out, by so
   *     much later
   * @param length at most 31 days
   */
  record Recurring(Recurrence recurrence, LocalTime at, Duration length) implements Times {
    @Override
    public boolean cover(Instant instant, ZoneId zone) {
      LocalDate date = instant.atZone(zone).toLocalDate();
      // One day more than it lasts: where clocks are set back a day has 25 hours.
      for (long back = 0; back <= length.toDays() + 1; back++) {
        LocalDate begun = date.minusDays(back);
        if (recurrence.on(begun)) {
          Instant start = begun.atTime(at).atZone(zone).toInstant();
          if (!instant.isBefore(start) && instant.isBefore(start.plus(length))) {
            return true;
          }
        }
      }
      return false;
    }
  }
}
