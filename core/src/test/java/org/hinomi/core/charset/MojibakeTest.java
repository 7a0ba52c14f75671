package org.hinomi.core.charset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MojibakeTest {
  private static final Charset CP932 = Charset.forName("windows-31j");
  private static final Charset CP1252 = Charset.forName("windows-1252");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain ASCII, <13>",
        "バックアップに失敗しました",
        "ディスクの空き容量が不足しています。: C:",
        "監視対象を追加",
        "Überprüfung der Lüfter für Gerät 3 läuft",
        "«été» à Noël: déjà activé»",
        "Çalışma “tırnak” – ‘tek’ … bitti™",
        "résumé naïve café €5 ½ °C ±2",
        "Привет, мир: ошибка диска",
        "Ångström ÅÄÖ åäö",
        "“quoted” – text… it’s",
        "ﾃﾞｨｽｸ ｴﾗｰ",
        "Ã alone",
        "繧 is a character",
      })
  void whatPeopleWriteIsNone(String text) {
    assertThat(Mojibake.in(text)).isFalse();
  }

  @Test
  void utf8ReadAsAnotherCharsetIsFound() {
    for (String text :
        new String[] {"バックアップに失敗しました", "Überprüfung der Lüfter", "ошибка диска", "ファイルが見つかりません"}) {
      assertThat(Mojibake.in(new String(text.getBytes(UTF_8), ISO_8859_1))).as(text).isTrue();
      assertThat(Mojibake.in(new String(text.getBytes(UTF_8), CP1252))).as(text).isTrue();
    }
    assertThat(Mojibake.in(new String("サービスを開始しました".getBytes(UTF_8), CP932))).isTrue();
  }

  @Test
  void otherCharsetsReadAsLatinAreFound() {
    assertThat(Mojibake.in(new String("ディスクエラー".getBytes(CP932), ISO_8859_1))).isTrue();
    assertThat(Mojibake.in("disk \uFFFD full")).isTrue();
  }
}
