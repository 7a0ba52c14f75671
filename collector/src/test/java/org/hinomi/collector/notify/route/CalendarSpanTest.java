package org.hinomi.collector.notify.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.hinomi.collector.calendar.Calendars;
import org.junit.jupiter.api.Test;

class CalendarSpanTest {
  private static final Instant NOON = Instant.parse("2026-11-23T03:00:30Z");

  /** It is asked of each of up to two thousand groups, at each step. */
  @Test
  void looksForAnEndOnce() {
    AtomicInteger asked = new AtomicInteger();
    CalendarSpan span =
        new CalendarSpan(
            Calendars.NONE.ofHost("any"),
            moment -> {
              asked.incrementAndGet();
              return true;
            });
    Instant end = span.end(NOON);
    assertThat(end).isEqualTo(Instant.parse("2026-12-07T03:00:00Z"));
    int first = asked.getAndSet(0);
    assertThat(first).isGreaterThan(20_000);
    assertThat(span.end(NOON.plusSeconds(3_600))).isEqualTo(end);
    assertThat(asked.get()).isEqualTo(1);
    assertThat(span.end(NOON.minus(Duration.ofDays(1)))).isBefore(end);
  }
}
