package org.hinomi.collector.notify.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.hinomi.collector.alert.AlertFixtures;
import org.hinomi.collector.alert.Transition;
import org.junit.jupiter.api.Test;

class AlarmMessageTest {
  @Test
  void saysWhichRuleAnEventMatched() {
    byte[] message =
        AlarmMessage.of(AlertFixtures.eventTransition(Transition.Kind.RAISED), 16, "collector");
    assertThat(new String(message, StandardCharsets.UTF_8))
        .contains("probableCause=\"other\"")
        .contains("rule=\"8a4b4a0e\"")
        .contains("title=\"Shadow Copies Lost\"")
        .contains("count=\"3\"")
        .endsWith("Shadow Copies Lost, 3x: The shadow copies?were deleted");
  }
}
