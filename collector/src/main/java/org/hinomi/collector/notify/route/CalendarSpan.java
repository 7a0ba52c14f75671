package org.hinomi.collector.notify.route;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.hinomi.collector.calendar.Calendar;
import org.hinomi.collector.calendar.Calendars;
import org.hinomi.collector.calendar.Moment;

/** The times at which a calendar says something. Thread-safe. */
public final class CalendarSpan implements Span {
  private static final Duration STEP = Duration.ofMinutes(1);

  /** Longer than any row of holidays; then it is looked at again. */
  private static final int MOST_STEPS = 14 * 24 * 60;

  private final Calendar calendar;
  private final Predicate<Moment> says;

  /** Looked for minute by minute: asked of each group that waits, and the same for all of them. */
  private volatile Stretch found = new Stretch(Instant.MAX, Instant.MIN);

  private record Stretch(Instant from, Instant end) {}

  public CalendarSpan(Calendar calendar, Predicate<Moment> says) {
    this.calendar = calendar;
    this.says = says;
  }

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
    Stretch known = found;
    if (!time.isBefore(known.from()) && time.isBefore(known.end())) {
      return known.end();
    }
    long minute = STEP.toSeconds();
    Instant at = Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), minute) * minute);
    int steps = 0;
    do {
      at = at.plus(STEP);
    } while (++steps < MOST_STEPS && contains(at));
    found = new Stretch(time, at);
    return at;
  }
}
