package org.hinomi.collector.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
  void ofWhatIsLongerBothEndsAreKeptAndWhatTheWholeWas() {
    String asked = "a  b" + "c".repeat(AuditRecord.LONGEST) + " OR user.name:taro";
    assertThat(AuditRecord.cut(asked))
        .hasSizeLessThanOrEqualTo(AuditRecord.LONGEST)
        .hasSizeGreaterThan(AuditRecord.LONGEST - 10)
        .startsWith("a bcc")
        .contains("c … [" + asked.length() + " characters, SHA-256 " + sha256(asked) + "] … c")
        .endsWith("c OR user.name:taro");
    assertThat(AuditRecord.cut(AuditRecord.cut(asked))).isEqualTo(AuditRecord.cut(asked));
    String pairs = "\uD83D\uDD25".repeat(AuditRecord.LONGEST);
    for (String text : new String[] {pairs, "x" + pairs, "x" + pairs + "x", pairs + "x"}) {
      String cut = AuditRecord.cut(text);
      assertThat(cut).hasSizeLessThanOrEqualTo(AuditRecord.LONGEST);
      assertThat(new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
          .as("no half of a pair is kept")
          .isEqualTo(cut);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/*%s*/SELECT secret/*%s*/",
        "--%s\nSELECT secret\r\n -- %s",
        "/* ' */ SELECT secret /* \" %s */ -- %s",
        "SELECT '/*', \"--\", $$ ' $$ /*%s*/ , secret /*%s*/ FROM a"
      })
  void nobodyHidesAStatementBehindComments(String statement) {
    String asked = statement.replace("%s", "x y".repeat(1_000));
    assertThat(AuditRecord.cutSql(asked))
        .hasSizeLessThan(200)
        .contains("secret")
        .contains("/*…*/")
        .endsWith("[" + asked.length() + " characters, SHA-256 " + sha256(asked) + "]");
  }

  @Test
  void aStatementThatIsLongWithoutItsCommentsHasBothEnds() {
    String asked = "SELECT a/*" + "x".repeat(900) + "*/" + ", b".repeat(900) + " FROM secret";
    assertThat(AuditRecord.cutSql(asked))
        .hasSizeLessThanOrEqualTo(AuditRecord.LONGEST)
        .startsWith("SELECT a /*…*/ , b")
        .contains(" … [" + asked.length() + " characters, SHA-256 " + sha256(asked) + "] … ")
        .endsWith(", b FROM secret");
    String fits = "SELECT 1 -- why";
    assertThat(AuditRecord.cutSql(fits)).isEqualTo(fits);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
