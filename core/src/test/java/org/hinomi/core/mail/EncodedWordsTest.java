package org.hinomi.core.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class EncodedWordsTest {
  private static String word(String charset, byte[] bytes) {
    return "=?" + charset + "?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
  }

  @Test
  void japaneseInEveryCharsetOfMails() throws Exception {
    String text = "請求書①の送付について";
    assertThat(EncodedWords.text(word("ISO-2022-JP", text.getBytes("x-windows-iso2022jp"))))
        .isEqualTo(text);
    assertThat(EncodedWords.text(word("Shift_JIS", text.getBytes("windows-31j")))).isEqualTo(text);
    assertThat(EncodedWords.text("Re: " + word("utf-8", text.getBytes("UTF-8")) + " x"))
        .isEqualTo("Re: " + text + " x");
  }

  @Test
  void aCharacterThatIsCutInTwoIsPutTogether() {
    byte[] bytes = "添付".getBytes(Charset.forName("UTF-8"));
    assertThat(
            EncodedWords.text(
                word("utf-8", Arrays.copyOf(bytes, 4))
                    + "  "
                    + word("utf-8", Arrays.copyOfRange(bytes, 4, 6))))
        .isEqualTo("添付");
  }

  @Test
  void quotedPrintableAndWhatCannotBeRead() {
    assertThat(EncodedWords.text("=?iso-8859-1?Q?Caf=E9_au=20lait?=")).isEqualTo("Café au lait");
    assertThat(EncodedWords.text("=?klingon?B?QUJD?= a =?utf-8?B?%%%?= =?")).isNotEmpty();
    assertThat(EncodedWords.text("plain = ?")).isEqualTo("plain = ?");
  }

  @Test
  void namesOfFilesInEveryWriting() {
    assertThat(
            FieldParameters.of(
                    "attachment; filename*0*=utf-8''%E8%AB%8B%E6; filename*1*=%B1%82.pdf")
                .parameter("filename"))
        .hasValue("請求.pdf");
    assertThat(FieldParameters.of("text/plain; name=\"a \\\"b\\\".txt\"; x=y").parameter("name"))
        .hasValue("a \"b\".txt");
    assertThat(FieldParameters.of("x; filename=\"=?utf-8?B?6KuL5rGC?=\"").parameter("filename"))
        .hasValue("請求");
    assertThat(FieldParameters.of("Text/HTML").value()).isEqualTo("text/html");
  }
}
