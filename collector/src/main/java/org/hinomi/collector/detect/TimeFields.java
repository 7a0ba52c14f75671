package org.hinomi.collector.detect;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.hinomi.collector.calendar.Calendars;
import org.hinomi.collector.calendar.Moment;
import org.hinomi.collector.decode.Event;
import org.jspecify.annotations.Nullable;

/**
 * What rules see of the time of an event, by the calendar of its host: {@code hinomi.calendar} is
 * {@code working}, {@code off-hours} or {@code holiday}; {@code hinomi.shift}, {@code
 * hinomi.holiday} and {@code hinomi.maintenance} are names. They are asked for only where all else
 * that a rule says of the source holds, so an event that no rule wants costs nothing. Thread-safe.
 */
final class TimeFields {
  private static final String PREFIX = "hinomi.";

  private static final List<String> WORKING = List.of(Moment.Kind.WORKING.word());
  private static final List<String> OFF_HOURS = List.of(Moment.Kind.OFF_HOURS.word());
  private static final List<String> HOLIDAY = List.of(Moment.Kind.HOLIDAY.word());

  private final Calendars calendars;

  TimeFields(Calendars calendars) {
    this.calendars = requireNonNull(calendars, "calendars");
  }

  /** The values of a field; null where it is none of these. */
  @Nullable List<String> values(String field, Event event) {
    if (!field.startsWith(PREFIX)) {
      return null;
    }
    return switch (field) {
      case "hinomi.calendar" ->
          switch (moment(event).kind()) {
            case WORKING -> WORKING;
            case OFF_HOURS -> OFF_HOURS;
            case HOLIDAY -> HOLIDAY;
          };
      case "hinomi.shift" -> {
        String shift = moment(event).shift();
        yield shift.isEmpty() ? List.of() : List.of(shift);
      }
      case "hinomi.holiday" -> {
        Optional<String> holiday = moment(event).holiday();
        yield holiday.map(List::of).orElse(List.of());
      }
      case "hinomi.maintenance" -> moment(event).maintenance();
      default -> null;
    };
  }

  /** The time that counts for an event is its own, but never later than its receipt. */
  private Moment moment(Event event) {
    return calendars
        .ofHost(event.host())
        .atMicros(Math.min(event.timeMicros(), event.receivedMicros()));
  }
}
