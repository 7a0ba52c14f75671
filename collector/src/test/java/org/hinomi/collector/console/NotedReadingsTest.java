package org.hinomi.collector.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NotedReadingsTest {
  private long now = Long.MAX_VALUE;
  private final NotedReadings readings = new NotedReadings(() -> now);

  @Test
  void whatIsNotedIsKnownForAnHour() {
    assertThat(readings.begins("a")).isTrue();
    assertThat(readings.begins("a")).isFalse();
    assertThat(readings.begins("b")).isTrue();
    now += Duration.ofHours(1).toNanos();
    assertThat(readings.begins("a")).isTrue();
    readings.add("b");
    assertThat(readings.begins("b")).isFalse();
  }

  @Test
  void whatCouldNotBeNotedIsToBeNotedTheNextTime() {
    assertThat(readings.begins("a")).isTrue();
    readings.forget("a");
    assertThat(readings.begins("a")).isTrue();
  }

  @Test
  void theOldestAreForgotten() {
    readings.add("first");
    readings.add("second");
    readings.add("first");
    for (int i = 0; i < 4_095; i++) {
      readings.add("other " + i);
    }
    assertThat(readings.begins("first")).isFalse();
    assertThat(readings.begins("second")).isTrue();
  }

  @Test
  void nothingOfAQuestionIsKept() throws Exception {
    readings.add("user.name:taro ".repeat(10_000));
    Field noted = NotedReadings.class.getDeclaredField("noted");
    noted.setAccessible(true);
    assertThat(noted.get(readings).toString()).doesNotContain("taro").hasSizeLessThan(200);
  }
}
