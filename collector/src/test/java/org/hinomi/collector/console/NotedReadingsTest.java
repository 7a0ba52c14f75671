package org.hinomi.collector.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NotedReadingsTest {
  private long now = Long.MAX_VALUE;
  private final NotedReadings readings = new NotedReadings(() -> now);

  @Test
  void whatIsNotedIsKnownForAnHour() {
    assertThat(readings.has("a")).isFalse();
    readings.add("a");
    assertThat(readings.has("a")).isTrue();
    assertThat(readings.has("b")).isFalse();
    now += Duration.ofHours(1).toNanos();
    assertThat(readings.has("a")).isFalse();
    readings.add("a");
    assertThat(readings.has("a")).isTrue();
  }

  @Test
  void theOldestAreForgotten() {
    readings.add("first");
    readings.add("second");
    readings.add("first");
    for (int i = 0; i < 4_095; i++) {
      readings.add("other " + i);
    }
    assertThat(readings.has("second")).isFalse();
    assertThat(readings.has("first")).isTrue();
  }
}
