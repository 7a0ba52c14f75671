package org.hinomi.collector.notify.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.hinomi.collector.alert.AlertFixtures;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.GroupFixtures;
import org.hinomi.collector.notify.GroupMessage;
import org.hinomi.collector.notify.GroupMessage.Counts;
import org.hinomi.collector.notify.GroupMessage.Reason;
import org.hinomi.collector.notify.route.Recipient;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.Test;

class GroupTextTest {
  private static final Recipient MAIL = Recipient.of("mail");
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

  @Test
  void saysWhatSeveralAlertsHaveInCommonAndNamesThem() {
    GroupText words = new GroupText(Language.EN, TOKYO);
    GroupMessage two = GroupFixtures.two(MAIL, GroupFixtures.LINK);
    assertThat(words.subject(two)).isEqualTo("[CRITICAL] 2 alerts: fs01 filesystem-full");
    assertThat(Plain.of(words.body(two)))
        .contains(
            "Several alerts were raised.\r\n\r\nSeverity:  CRITICAL\r\n",
            "News:      2 raised, 0 changed, 0 resolved\r\n",
            "Common:    host.name=fs01\r\n",
            "Alerts:\r\n- [CRITICAL] fs01 /srv: filesystem-full, 93.1% (2026-11-23 18:05:00 +09:00",
            "I see to it\r\n  " + GroupFixtures.LINK + "\r\n");
  }

  @Test
  void saysItInJapanese() {
    GroupText words = new GroupText(Language.JA, TOKYO);
    assertThat(words.subject(GroupFixtures.two(MAIL, null)))
        .isEqualTo("[重大] アラート 2 件: fs01 filesystem-full");
    assertThat(words.subject(message(Reason.ESCALATION, 0))).startsWith("[エスカレーション 0、重大]");
    assertThat(words.subject(message(Reason.STORM, 12_345))).contains("12345 件");
  }

  /** Every reason has its words. */
  @Test
  void eachReasonHasWords() {
    for (Language language : Language.values()) {
      GroupText words = new GroupText(language, TOKYO);
      for (Reason reason : Reason.values()) {
        GroupMessage message = message(reason, reason == Reason.REPEAT ? 0 : 30);
        assertThat(words.subject(message)).isNotBlank();
        assertThat(Plain.of(words.body(message))).isNotBlank();
        assertThat(words.brief(message)).isNotBlank();
      }
    }
  }

  @Test
  void htmlHoldsNothingThatAHostCanMake() {
    Transition evil =
        new Transition(
            "id",
            Transition.Kind.RAISED,
            "<script>alert(1)</script>",
            new TreeMap<>(Map.of("host.name", "\"><img src=x onerror=alert(1)>")),
            Transition.Severity.WARNING,
            "",
            OptionalDouble.of(1),
            OptionalDouble.empty(),
            AlertFixtures.START,
            AlertFixtures.START,
            1);
    GroupText words = new GroupText(Language.EN, TOKYO);
    GroupMessage message = GroupMessage.of(evil, "mail");
    String html = Html.of(Language.EN, words.subject(message), "#000", words.body(message));
    assertThat(html).doesNotContain("<script", "<img").contains("&lt;script&gt;");
    assertThat(html.split("<table", -1)).hasSameSizeAs(html.split("</table>", -1));
    assertThat(html.split("<pre", -1)).hasSameSizeAs(html.split("</pre>", -1));
    assertThat(List.of(html.split("\n")))
        .allSatisfy(line -> assertThat(line.length()).isLessThan(900));
  }

  private static GroupMessage message(Reason reason, long raised) {
    return GroupFixtures.message(reason, new Counts(raised, 0, 0), MAIL, null);
  }
}
