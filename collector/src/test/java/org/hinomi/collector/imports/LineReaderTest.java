package org.hinomi.collector.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.core.charset.LineUnit;
import org.junit.jupiter.api.Test;

class LineReaderTest {

  private static List<String> lines(byte[] bytes, LineUnit unit) {
    LineReader reader = new LineReader(new ByteArrayInputStream(bytes), unit);
    List<String> lines = new ArrayList<>();
    while (reader.next()) {
      lines.add(
          new String(reader.bytes(), 0, reader.length(), StandardCharsets.ISO_8859_1)
              + (reader.terminated() ? "$" : ""));
    }
    return lines;
  }

  private static List<String> lines(String text) {
    return lines(text.getBytes(StandardCharsets.ISO_8859_1), LineUnit.BYTE);
  }

  @Test
  void endsLinesAtLfAndCrlf() {
    assertThat(lines("a\nb\r\n\n\rc\rd\n")).containsExactly("a$", "b$", "$", "\rc\rd$");
  }

  @Test
  void givesALastLineWithoutItsEnd() {
    assertThat(lines("a\nb")).containsExactly("a$", "b");
    assertThat(lines("")).isEmpty();
  }

  @Test
  void keepsNulBytes() {
    assertThat(lines("a\0b\n\0\n")).containsExactly("a\0b$", "\0$");
  }

  @Test
  void keepsTheStartOfALongLine() {
    String longLine = "x".repeat(LineReader.LIMIT + 70_000);
    LineReader reader =
        new LineReader(
            new ByteArrayInputStream((longLine + "\nnext\n").getBytes(StandardCharsets.US_ASCII)),
            LineUnit.BYTE);
    assertThat(reader.next()).isTrue();
    assertThat(reader.length()).isEqualTo(LineReader.LIMIT);
    assertThat(reader.fullLength()).isEqualTo(longLine.length());
    assertThat(reader.next()).isTrue();
    assertThat(reader.fullLength()).isEqualTo(4);
  }

  @Test
  void findsLineEndsOfUtf16AtWholeCharactersOnly() {
    // U+0A0A and U+0A00 hold the byte of LF without being one.
    String text = "\u0a0a\u0a00z\r\nb\n";
    for (LineUnit unit : List.of(LineUnit.UTF_16LE, LineUnit.UTF_16BE)) {
      var charset = java.util.Objects.requireNonNull(unit.charset(null));
      LineReader reader = new LineReader(new ByteArrayInputStream(text.getBytes(charset)), unit);
      List<String> found = new ArrayList<>();
      while (reader.next()) {
        found.add(new String(reader.bytes(), 0, reader.length(), charset));
      }
      assertThat(found).containsExactly("\u0a0a\u0a00z", "b");
    }
  }

  @Test
  void givesWhatCameBeforeTheStreamBroke() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("torn");
          }
        };
    LineReader reader =
        new LineReader(
            new SequenceInputStream(
                new ByteArrayInputStream("a\nbc".getBytes(StandardCharsets.US_ASCII)), broken),
            LineUnit.BYTE);
    assertThat(reader.next()).isTrue();
    assertThat(reader.next()).isTrue();
    assertThat(reader.terminated()).isFalse();
    assertThat(reader.length()).isEqualTo(2);
    assertThat(reader.damage()).hasMessage("torn");
    assertThat(reader.next()).isFalse();
  }
}
