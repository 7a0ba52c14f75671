package org.hinomi.collector.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadTest {
  private static final Head HEAD =
      new Head("2026-11-23T12:00:00Z", 5, "3f".repeat(32), 56, "9a".repeat(32));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "  %s\r",
        "> %s",
        // As rsyslog writes what came as RFC 5424: its message begins with a byte order mark.
        "2026-11-23T12:00:00.1Z vm hinomi \uFEFF%s",
        "Nov 23 12:00:00 vm hinomi #357#273#277%s",
        "{\"host\":\"vm\",\"msg\":\"%s\",\"pri\":134}"
      })
  void isReadInTheLineOfWhoeverReceivedIt(String line) {
    assertThat(Head.parse(line.replace("%s", HEAD.toString()))).isEqualTo(HEAD);
  }

  @Test
  void oneThatIsCutOffIsNone() {
    String text = HEAD.toString();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Head.parse(text.substring(0, text.length() - 1)))
        .withMessageContaining("expected: a line \"hinomi-head");
    assertThatIllegalArgumentException().isThrownBy(() -> Head.parse(text + "0"));
  }

  @Test
  void linesInOtherCharsetsArePassedOver(@TempDir Path dir) throws Exception {
    String line = "Nov 23 vm app: \u8d77\u52d5\nNov 23 vm hinomi \uFEFF" + HEAD + "\n";
    for (Charset charset : List.of(Charset.forName("Shift_JIS"), StandardCharsets.UTF_8)) {
      Path file = Files.write(dir.resolve(charset.name()), line.getBytes(charset));
      assertThat(SentHead.read(file)).extracting(SentHead::head).containsExactly(HEAD);
    }
  }

  @Test
  void aFileOfASyslogServerIsReadForItsHeads(@TempDir Path dir) throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("messages"), "Nov 23 vm su: x\nNov 23 vm hinomi " + HEAD + "\n\ny\n");
    assertThat(SentHead.read(file)).extracting(SentHead::head).containsExactly(HEAD);
    assertThat(SentHead.read(file).getFirst().where()).endsWith("messages:2");
    Files.writeString(file, "Nov 23 vm su: x\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SentHead.read(file))
        .withMessageContaining("no head in it");
    Files.writeString(file, "Nov 23 vm hinomi hinomi-head cut off\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SentHead.read(file))
        .withMessageContaining("messages:1");
  }
}
