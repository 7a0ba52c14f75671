package org.hinomi.core.charset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CharsetLookTest {
  private static final Charset CP932 = CharsetLook.CP932;
  private static final Charset EUC_JP = CharsetLook.EUC_JP;

  private static @Nullable Charset told(byte[]... lines) {
    CharsetLook look = new CharsetLook();
    for (byte[] line : lines) {
      look.line(line, line.length);
    }
    return look.told();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-01-05 10:00:00 ディスクの空き容量が不足しています (C:)",
        "サーバー",
        "ユーザー 山田太郎 がログオンしました。",
        "バックアップ処理が異常終了しました。コード=12",
        "エラー: ファイル「売上表.xls」が見つかりません",
        "一",
        "障害",
        "Jan  5 10:00:00 fs1 smbd: 共有フォルダ 営業部 へのアクセスが拒否されました",
      })
  void japaneseIsToldInEveryCharset(String text) {
    assertThat(told(text.getBytes(CP932))).isEqualTo(CP932);
    assertThat(told(text.getBytes(EUC_JP))).isEqualTo(EUC_JP);
    assertThat(told(text.getBytes(CharsetLook.ISO_2022_JP))).isEqualTo(CharsetLook.ISO_2022_JP);
    assertThat(told(text.getBytes(StandardCharsets.UTF_8))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ﾃﾞｨｽｸ ｶﾞ ｲｯﾊﾟｲ ﾃﾞｽ", "ｴﾗｰ", "ﾊﾞｯｸｱｯﾌﾟ ｼｭｳﾘｮｳ 12:00"})
  void halfWidthKatakanaIsCp932(String text) {
    assertThat(told(text.getBytes(CP932))).isEqualTo(CP932);
  }

  @Test
  void charactersOfVendorsAreKnown() {
    assertThat(told("①髙橋㈱ のサーバー".getBytes(CP932))).isEqualTo(CP932);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Échec d'ouverture de session réseau", "Gerät nicht verfügbar", "café"})
  void westernTextIsToo(String text) {
    assertThat(told(text.getBytes(Charset.forName("windows-1252"))))
        .isEqualTo(CharsetLook.WINDOWS_1252);
  }

  @Test
  void asciiAndColoursAreUtf8() {
    assertThat(told("plain".getBytes(StandardCharsets.US_ASCII))).isNull();
    assertThat(told("\u001b[31mred\u001b[0m \u001b(B".getBytes(StandardCharsets.US_ASCII)))
        .isNull();
  }

  @Test
  void utf8WithSomeDamageStaysUtf8() {
    byte[] damaged = "ディスクが一杯です\u0000".getBytes(StandardCharsets.UTF_8);
    damaged[damaged.length - 1] = (byte) 0xff;
    assertThat(told("ディスクが一杯です、確認してください".getBytes(StandardCharsets.UTF_8), damaged)).isNull();
  }

  @Test
  void noiseIsNotBelieved() {
    byte[] noise = new byte[4096];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (byte) (i * 167 + (i >> 3) * 13);
    }
    assertThat(told(noise)).isNull();
  }

  @Test
  void aJapaneseLineFarBehindDecidesAsWell() {
    CharsetLook look = new CharsetLook();
    byte[] ascii = "x".repeat(1000).getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 1000; i++) {
      look.line(ascii, ascii.length);
    }
    byte[] late = "停止しました".getBytes(CP932);
    look.line(late, late.length);
    assertThat(look.told()).isEqualTo(CP932);
  }

  @Test
  void utf16WithoutAMark() {
    String text = "2024-01-05 10:00:00 エラー: ディスクの空き容量が不足しています\r\n";
    assertThat(CharsetLook.wide(text.getBytes(StandardCharsets.UTF_16LE)))
        .isEqualTo(LineUnit.UTF_16LE);
    assertThat(CharsetLook.wide(text.getBytes(StandardCharsets.UTF_16BE)))
        .isEqualTo(LineUnit.UTF_16BE);
    assertThat(CharsetLook.wide("plain text\n".getBytes(StandardCharsets.UTF_8))).isNull();
    assertThat(CharsetLook.wide(new byte[64])).isNull();
    assertThat(CharsetLook.wide(new byte[0])).isNull();
    assertThat(CharsetLook.wide("a\0b\0\0c\n".getBytes(StandardCharsets.UTF_8))).isNull();
  }
}
