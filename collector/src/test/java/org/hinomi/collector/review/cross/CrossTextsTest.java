package org.hinomi.collector.review.cross;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.ReviewChecks;
import org.hinomi.collector.review.cross.table.TableFolder;
import org.hinomi.collector.review.cross.table.TableKind;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;
import org.junit.jupiter.api.Test;

class CrossTextsTest {
  @Test
  void codesAreWordsInAText() {
    List<String> forged = List.of("a@b.example", "c@d.example", "s", "t", "spf-fail, dkim-fail");
    assertThat(Observation.text("mail-spoofed", forged, Language.JA)).contains("SPF 不合格、DKIM 不合格");
    List<String> lost = List.of("小野", "2026-10-06 19:00", "calls", "2", "x", "calls.csv:2");
    assertThat(Observation.text("lost-phone-recorded", lost, Language.JA)).contains("通話記録に 2 行");
    for (TableKind kind : TableKind.values()) {
      for (Language language : Language.values()) {
        Messages texts = Messages.of(Observation.class, language);
        assertThatCode(() -> texts.get("word." + kind.wireName())).doesNotThrowAnyException();
      }
    }
  }

  @Test
  void everyCheckHasATitleInBothLanguages() {
    for (Check check : ReviewChecks.all(new PeopleTables(TableFolder.Read.NONE))) {
      for (Language language : Language.values()) {
        assertThatCode(() -> Messages.of(Observation.class, language).get("check." + check.id()))
            .doesNotThrowAnyException();
      }
    }
  }
}
