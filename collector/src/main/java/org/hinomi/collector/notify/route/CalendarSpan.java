package org.hinomi.collector.notify.route;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.hinomi.collector.calendar.Calendar;
import org.hinomi.collector.calendar.Calendars;
import org.hinomi.collector.calendar.Moment;

/** The times at which a calendar says something. */
public record CalendarSpan(Calendar calendar, Predicate<Moment> says) implements Span {
  private static final Duration STEP = Duration.ofMinutes(1);

  /** Longer than any row of holidays; then it is looked at again. */
  private static final int MOST_STEPS = 14 * 24 * 60;

  /**
   * Of each calendar its working hours by its name, and the rest by {@code NAME.off}; holidays
   * alone by {@code NAME.holiday}.
   */
  public static Map<String, Span> all(Calendars calendars) {
    Map<String, Span> spans = new LinkedHashMap<>();
    for (String name : calendars.names()) {
      Calendar calendar = calendars.of(name);
      spans.put(name, new CalendarSpan(calendar, Moment::working));
      spans.put(name + ".off", new CalendarSpan(calendar, moment -> !moment.working()));
      spans.put(
          name + ".holiday",
          new CalendarSpan(calendar, moment -> moment.kind() == Moment.Kind.HOLIDAY));
    }
    return spans;
  }

  @Override
  public boolean contains(Instant time) {
    return says.test(calendar.at(time));
  }

  @Override
  public Instant end(Instant time) {
    if (!contains(time)) {
      return time;
    }
    long minute = STEP.toSeconds();
    Instant at = Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), minute) * minute);
    for (int i = 0; i < MOST_STEPS; i++) {
      at = at.plus(STEP);
      if (!contains(at)) {
        return at;
      }
    }
    return at;
  }
}
