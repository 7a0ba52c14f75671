package org.hinomi.collector.review.cross;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.ReviewChecks;
import org.hinomi.collector.review.cross.table.TableFolder;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;
import org.junit.jupiter.api.Test;

class CrossTextsTest {
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
