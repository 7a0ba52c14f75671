package org.hinomi.collector.app.command;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.hinomi.collector.decode.Event;

/**
 * The events of a span of a history in the order of their own time. They are asked for slice by
 * slice, so that few are held at a time; those of one millisecond are held together. For one
 * thread.
 */
final class EventSlices {
  private static final Duration LONGEST = Duration.ofHours(6);
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final Pages pages;
  private final int limit;

  /** Gives events. */
  interface Pages {
    /**
     * Gives the newest events of a span.
     *
     * @param limit how many at most
     * @param after cursor of the oldest that is known; empty: none is
     * @return the oldest first
     */
    List<Event> page(Instant from, Instant until, int limit, String after) throws Exception;
  }

  /**
   * @param limit how many events a page has at most
   */
  EventSlices(Pages pages, int limit) {
    this.pages = pages;
    this.limit = limit;
  }

  /**
   * Gives them.
   *
   * @param end the first moment that does not count
   * @return how many there were
   */
  long each(Instant start, Instant end, Consumer<Event> sink) throws Exception {
    Duration slice = LONGEST;
    long count = 0;
    Instant at = start;
    while (at.isBefore(end)) {
      Instant until = at.plus(slice);
      until = until.isAfter(end) ? end : until;
      List<Event> found = pages.page(at, until, limit, "");
      if (found.size() >= limit) {
        if (slice.compareTo(SHORTEST) > 0) {
          slice = slice.dividedBy(4);
          slice = slice.compareTo(SHORTEST) < 0 ? SHORTEST : slice;
          continue;
        }
        found = whole(at, until, found);
      }
      found.forEach(sink);
      count += found.size();
      at = until;
      if (found.size() < limit / 8 && slice.compareTo(LONGEST) < 0) {
        slice = slice.multipliedBy(4);
        slice = slice.compareTo(LONGEST) > 0 ? LONGEST : slice;
      }
    }
    return count;
  }

  /** The pages after the first have what is older. */
  private List<Event> whole(Instant at, Instant until, List<Event> newest) throws Exception {
    List<List<Event>> all = new ArrayList<>(List.of(newest));
    while (all.getLast().size() >= limit) {
      all.add(pages.page(at, until, limit, cursor(all.getLast().getFirst())));
    }
    List<Event> events = new ArrayList<>();
    all.reversed().forEach(events::addAll);
    return events;
  }

  private static String cursor(Event event) {
    Instant time = Instant.EPOCH.plus(event.timeMicros(), ChronoUnit.MICROS);
    return time + "," + event.position();
  }
}
