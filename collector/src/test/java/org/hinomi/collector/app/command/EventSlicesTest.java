package org.hinomi.collector.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.search.rules.StoredLines;
import org.junit.jupiter.api.Test;

class EventSlicesTest {
  private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
  private static final int PAGE = 100;

  private final List<Event> history = new ArrayList<>();

  @Test
  void givesEachEventOnceInTheOrderOfTimeHoweverManyThereAreInASlice() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      add(START.plusSeconds(40L * i));
    }
    for (int i = 0; i < 777; i++) {
      add(START.plusSeconds(41_000).plusMillis(i));
    }
    for (int i = 0; i < 1_234; i++) {
      add(START.plusSeconds(45_000));
    }
    add(START.plusSeconds(86_399));
    add(START.plusSeconds(86_400));
    List<Event> given = new ArrayList<>();

    long count =
        new EventSlices(this::page, PAGE).each(START, START.plusSeconds(86_400), given::add);

    assertThat(given).containsExactlyElementsOf(history.subList(0, history.size() - 1));
    assertThat(count).isEqualTo(given.size());
  }

  private void add(Instant time) {
    String line =
        "{\"@timestamp\":\"%s\",\"host.name\":\"h\",\"journal.position\":%d}"
            .formatted(time, history.size() + 1);
    history.addAll(StoredLines.oldestFirst(line.getBytes(StandardCharsets.UTF_8)));
  }

  /** As a search gives them, the order apart: the newest, no more than the limit. */
  private List<Event> page(Instant from, Instant until, int limit, String after) {
    long first = ChronoUnit.MICROS.between(Instant.EPOCH, from);
    long end = ChronoUnit.MICROS.between(Instant.EPOCH, until);
    List<Event> found =
        history.stream()
            .filter(e -> e.timeMicros() >= first && e.timeMicros() < end)
            .filter(e -> after.isEmpty() || e.position() < position(after))
            .toList();
    return found.subList(Math.max(0, found.size() - limit), found.size());
  }

  private static long position(String cursor) {
    return Long.parseLong(cursor.substring(cursor.indexOf(',') + 1));
  }
}
