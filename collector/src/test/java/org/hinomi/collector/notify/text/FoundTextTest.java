package org.hinomi.collector.notify.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hinomi.collector.alert.AlertFixtures;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.detect.BuiltIn;
import org.hinomi.collector.detect.Evidence;
import org.hinomi.core.text.Language;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is found without a rule, as who is on duty reads it. */
class FoundTextTest {
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  private static final Map<String, String> SILENT =
      Map.of("basis", "declared", "expected", "30s", "last_at", "2026-11-23T09:00:00Z");

  @Test
  void aSilentLogSaysSinceWhenAndWhatWasExpected() {
    StepText text = new StepText(Language.EN, TOKYO);
    Transition raised = step(BuiltIn.SOURCE_BLANK, Transition.Kind.RAISED, SILENT);
    assertThat(text.subject(raised))
        .isEqualTo("[CRITICAL] fw1 log=syslog: Source Silent in Working Hours");
    assertThat(Plain.of(text.body(raised)))
        .startsWith("No record of this log has come for longer than is usual, in working hours.")
        .contains(
            "Why:       last record 2026-11-23 18:00:00; at least one every 30s is expected"
                + " (declared in sources.yaml)\r\n")
        .doesNotContain("Matches:", "matched a rule", "once");
    Transition over = step(BuiltIn.SOURCE_BLANK, Transition.Kind.CLEARED, SILENT);
    assertThat(Plain.of(text.body(over))).startsWith("It is over: the log speaks again");
  }

  @Test
  void andInJapanese() {
    StepText text = new StepText(Language.JA, TOKYO);
    Transition raised = step(BuiltIn.SOURCE_BLANK, Transition.Kind.RAISED, SILENT);
    assertThat(text.subject(raised)).isEqualTo("[重大] fw1 log=syslog: 勤務時間中にログが途絶");
    assertThat(Plain.of(text.body(raised)))
        .startsWith("勤務時間中に、このログのレコードがふだんより長い間届いていません。")
        .contains("理由: 最後のレコードは 2026-11-23 18:00:00。少なくとも 30s に 1 件届くはずです（sources.yaml の宣言）")
        .contains("ルール: 勤務時間中にログが途絶");
  }

  @Test
  void eachHasAWordForItsBeginningAndItsEndInBothLanguages() {
    for (Language language : Language.values()) {
      FoundText text = new FoundText(language, TOKYO);
      for (BuiltIn what : BuiltIn.values()) {
        for (Transition.Kind kind :
            Arrays.asList(Transition.Kind.RAISED, Transition.Kind.CLEARED)) {
          assertThat(text.headline(step(what, kind, null))).isPresent();
        }
        assertThat(text.title(what.key(), "")).isNotEmpty();
        assertThat(text.title(what.title())).isEqualTo(text.title(what.key(), ""));
      }
    }
  }

  /** Who closes it ends it too: a mail must not say then that the host speaks again. */
  @Test
  void anEndMayBeThatSomebodyClosedIt() {
    for (BuiltIn what :
        List.of(
            BuiltIn.SOURCE_SILENT,
            BuiltIn.SOURCE_BLANK,
            BuiltIn.SOURCE_FLOOD,
            BuiltIn.AGENT_SILENT,
            BuiltIn.HOST_DOWN)) {
      Transition over = step(what, Transition.Kind.CLEARED, null);
      assertThat(new FoundText(Language.EN, TOKYO).headline(over).orElseThrow())
          .endsWith("or somebody closed the alert.");
      assertThat(new FoundText(Language.JA, TOKYO).headline(over).orElseThrow())
          .endsWith("誰かがアラートを完了にしました。");
    }
  }

  @Test
  void gapsAndShutdownsAreExplained() {
    FoundText text = new FoundText(Language.EN, TOKYO);
    assertThat(
            text.why(
                step(
                    BuiltIn.RECORDS_MISSING,
                    Transition.Kind.RAISED,
                    Map.of("first", "1011", "last", "1020", "missing", "10"))))
        .isEqualTo("10 numbers are missing: 1011 to 1020");
    assertThat(
            text.why(
                step(
                    BuiltIn.HOST_DOWN,
                    Transition.Kind.RAISED,
                    Map.of(
                        "expected", "1m",
                        "last_at", "2026-11-23T09:00:00Z",
                        "said", "shutdown"))))
        .isEqualTo(
            "its last word 2026-11-23 18:00:00; it is silent after 1m without one; the host had"
                + " said that it goes down");
    assertThat(
            text.why(
                step(
                    BuiltIn.AGENT_SILENT,
                    Transition.Kind.RAISED,
                    Map.of("expected", "1m", "last_at", "no time", "said", "nothing"))))
        .isEqualTo("its last word no time; it is silent after 1m without one");
    assertThat(
            text.why(
                step(
                    BuiltIn.HOST_DOWN,
                    Transition.Kind.RAISED,
                    Map.of("expected", "1m", "last_at", "no time", "said", "nothing"))))
        .endsWith("; the host had not said that it goes down");
  }

  private static Transition step(
      BuiltIn what, Transition.Kind kind, @Nullable Map<String, String> why) {
    @Nullable SortedMap<String, String> reason = why == null ? null : new TreeMap<>(why);
    return new Transition(
        "e1",
        kind,
        what.key(),
        new TreeMap<>(Map.of("host.name", "fw1", "log", "syslog")),
        Transition.Severity.CRITICAL,
        "",
        OptionalDouble.of(1),
        OptionalDouble.empty(),
        AlertFixtures.START,
        AlertFixtures.START.plusSeconds(300),
        42,
        new Transition.Match(
            what.title(), "high", 1, new Evidence(42, "", "", "", "", "", null, reason)));
  }
}
