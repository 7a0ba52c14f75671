package org.hinomi.collector.imports.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import org.hinomi.collector.decode.columns.ColumnsDecoder;
import org.hinomi.collector.imports.read.Found;

class TextFuzzTest {
  private final ColumnsDecoder decoder = new ColumnsDecoder();

  /** Each record that is found is decoded, too. */
  @FuzzTest
  void anyFileIsRead(byte[] bytes) throws IOException {
    TextFormat told = TextFormat.of(bytes, null);
    assertThat(told == null || told.ordinal() >= 0).isTrue();
    TextRules rules = new TextRules("a=time,b=host", "(?<time>\\S+) (?<b>.*)", null, null, null);
    for (TextFormat format : TextFormat.values()) {
      TextSource source =
          new TextSource(
              new ByteArrayInputStream(bytes), bytes, format, rules, "f", ZoneOffset.UTC, null);
      Found found;
      while ((found = source.next()) != null) {
        assertThat(found.fullLength()).isGreaterThanOrEqualTo(found.bytes().length);
        String text = new String(found.bytes(), StandardCharsets.UTF_8);
        String name = format.wireName();
        assertThat(
                decoder.read(
                    text,
                    parameter ->
                        parameter.equals("format")
                            ? name
                            : parameter.equals("pattern") ? "(?<a>.+)" : "",
                    ZoneOffset.UTC,
                    0))
            .isNotNull();
      }
    }
  }

  /** No byte of a line is lost, however the lines of records are told. */
  @FuzzTest
  void anyLinesAreJoined(byte[] bytes) {
    assertThat(JoinedLines.isOf(bytes) && bytes.length == 0).isFalse();
    JoinedLines source =
        new JoinedLines(new ByteArrayInputStream(bytes), "f", ZoneOffset.UTC, null);
    StringBuilder all = new StringBuilder();
    Found found;
    while ((found = source.next()) != null) {
      all.append(new String(found.bytes(), StandardCharsets.ISO_8859_1)).append('\n');
    }
    String joined = new String(bytes, StandardCharsets.ISO_8859_1);
    assertThat(letters(all.toString())).isEqualTo(letters(joined));
  }

  private static String letters(String text) {
    return text.replaceAll("[\\r\\n]", "");
  }
}
