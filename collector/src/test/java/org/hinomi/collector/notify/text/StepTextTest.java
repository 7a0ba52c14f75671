package org.hinomi.collector.notify.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import org.hinomi.collector.alert.AlertFixtures;
import org.hinomi.collector.alert.Transition;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.Test;

class StepTextTest {
  private final Transition raised = AlertFixtures.eventTransition(Transition.Kind.RAISED);

  @Test
  void saysWhichRuleAnEventMatchedAndWhereToLook() {
    StepText text = new StepText(Language.EN, ZoneOffset.UTC);
    assertThat(text.subject(raised))
        .isEqualTo("[CRITICAL] fs01 VolumeName=D:: Shadow Copies Lost, 3 times");
    assertThat(Plain.of(text.body(raised)))
        .contains("An event matched a rule")
        .contains("Matches:   3\r\n")
        .contains("Event:     volsnap 25 (System)\r\n")
        .contains("Message:   The shadow copies?were deleted\r\n")
        .contains("Rule id:   8a4b4a0e\r\n")
        .contains("journal.position:42")
        .doesNotContain("Metric:");
    assertThat(Plain.of(text.body(AlertFixtures.eventTransition(Transition.Kind.CLEARED))))
        .contains("the alert is over");
    assertThat(text.subject(AlertFixtures.eventTransition(Transition.Kind.RAISED, 1)))
        .endsWith("Shadow Copies Lost, once");
  }

  @Test
  void saysItInJapanese() {
    StepText text = new StepText(Language.JA, ZoneOffset.UTC);
    assertThat(text.subject(raised)).contains("3 回");
    assertThat(Plain.of(text.body(raised))).contains("ルールに一致し").contains("メッセージ:");
  }
}
