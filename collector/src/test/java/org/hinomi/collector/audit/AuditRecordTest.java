package org.hinomi.collector.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditRecordTest {
  @ParameterizedTest
  @ValueSource(strings = {" ", "\n", "\t\r\n", "\u3000", "\u00A0", "\u200B", "\u2003 ", "\u3164"})
  void nobodyHidesAQuestionBehindBlanks(String blank) {
    assertThat(AuditRecord.cut(blank.repeat(2_000) + "user.name:taro"))
        .isEqualTo(" user.name:taro");
    assertThat(AuditRecord.cut("a:b" + blank.repeat(2_000) + "OR c:d")).isEqualTo("a:b OR c:d");
  }

  @Test
  void whatFitsIsKeptAsItIs() {
    String text = "a  b" + "c".repeat(AuditRecord.LONGEST - 4);
    assertThat(AuditRecord.cut(text)).isEqualTo(text);
  }

  @Test
  void ofWhatIsLongerTheBeginningIsKept() {
    assertThat(AuditRecord.cut("a  b" + "c".repeat(AuditRecord.LONGEST)))
        .hasSize(AuditRecord.LONGEST)
        .startsWith("a bcc")
        .endsWith("c…");
    String pairs = "\uD83D\uDD25".repeat(AuditRecord.LONGEST);
    assertThat(AuditRecord.cut(pairs)).endsWith("\uD83D\uDD25…");
    assertThat(AuditRecord.cut("x" + pairs)).endsWith("\uD83D\uDD25…");
  }
}
