package org.hinomi.agent.watch.file;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.hinomi.agent.watch.StartAt;
import org.hinomi.agent.watch.WatchedRecord;
import org.hinomi.core.charset.CharsetLook;
import org.hinomi.core.event.AgentFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Charsets of lines, and records of several lines. */
class LineFormTest {
  private static final String TEXT = "2026-11-28 サービスが予期せず終了しました";

  @TempDir Path folder;
  private final List<WatchedRecord> records = new ArrayList<>();
  private long nanos;
  private Instant now = Instant.EPOCH;

  @ParameterizedTest
  @ValueSource(strings = {"windows-31j", "EUC-JP", "x-windows-iso2022jp"})
  void tellsTheCharsetOfEachLine(String name) throws Exception {
    Charset charset = Charset.forName(name);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("plain\n".getBytes(UTF_8));
    bytes.writeBytes((TEXT + "\n").getBytes(charset));
    bytes.writeBytes((TEXT + "\n").getBytes(UTF_8));
    bytes.writeBytes((TEXT + " 2\n").getBytes(charset));
    read(bytes.toByteArray(), LineForm.TOLD);
    assertThat(records)
        .extracting(LineFormTest::charset)
        .containsExactly("UTF-8", name, "UTF-8", name);
    assertThat(records)
        .extracting(LineFormTest::text)
        .containsExactly("plain", TEXT, TEXT, TEXT + " 2");
    assertThat(records.get(1).original()).isEqualTo(TEXT.getBytes(charset));
  }

  @Test
  void coloursHideNoCharset() throws Exception {
    Charset cp932 = CharsetLook.CP932;
    String coloured = "\u001b[31mERROR\u001b(B\u001b[m ";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < 10_000; i++) {
      bytes.writeBytes((coloured + "plain\n").getBytes(UTF_8));
    }
    bytes.writeBytes((coloured + TEXT + "\n").getBytes(cp932));
    bytes.writeBytes((coloured + TEXT + "\n").getBytes(UTF_8));
    bytes.writeBytes((coloured + "plain\n").getBytes(UTF_8));
    read(bytes.toByteArray(), LineForm.TOLD);
    assertThat(records.subList(9_999, 10_003))
        .extracting(LineFormTest::charset)
        .containsExactly("UTF-8", cp932.name(), "UTF-8", "UTF-8");
  }

  @Test
  void readsUtf16ByLine() throws Exception {
    for (Charset charset : List.of(UTF_16LE, UTF_16BE)) {
      for (String mark : List.of("\uFEFF", "")) {
        records.clear();
        String all = mark + "first\r\nGrüße ਊ ഊ\n" + "x".repeat(40_000) + "\nlast\n";
        read(all.getBytes(charset), LineForm.TOLD);
        assertThat(records)
            .extracting(LineFormTest::text)
            .containsExactly(mark + "first", "Grüße ਊ ഊ", "x".repeat(32_768), "last");
        assertThat(records).allMatch(r -> charset(r).equals(charset.name()));
      }
    }
  }

  @Test
  void halfACharacterHoldsNothingUp() throws Exception {
    Reader reader = new Reader((TEXT + "\nb").getBytes(UTF_16LE), new LineForm(UTF_16LE, null));
    Path file = folder.resolve("a.log");
    Files.write(file, new byte[] {'c'}, StandardOpenOption.APPEND);
    reader.run();
    assertThat(records).extracting(LineFormTest::text).containsExactly(TEXT);

    Files.write(file, new byte[] {0, '\n', 0, 'd'}, StandardOpenOption.APPEND);
    reader.run();
    assertThat(records).extracting(LineFormTest::text).containsExactly(TEXT, "bc");

    Files.move(file, folder.resolve("a.log.1"));
    Files.write(file, "next\n".getBytes(UTF_16LE));
    reader.run();
    now = now.plus(FileSettings.SETTLE);
    reader.run();
    assertThat(records).extracting(LineFormTest::text).containsExactly(TEXT, "bc", "next");
  }

  @Test
  void whatIsDeclaredIsNotTold() throws Exception {
    read((TEXT + "\n").getBytes(UTF_8), new LineForm(CharsetLook.WINDOWS_1252, null));
    assertThat(charset(records.getFirst())).isEqualTo("windows-1252");
  }

  @Test
  void joinsTheLinesOfARecord() throws Exception {
    LineForm form = new LineForm(null, Pattern.compile("\\d{4}-"));
    Reader reader =
        new Reader(
            "  of a record before\n2026-1 one\n  at a\n  at b\n2026-2 two\n2026-3 three\n at c\n"
                .getBytes(UTF_8),
            form);
    reader.run();
    assertThat(records)
        .extracting(LineFormTest::text)
        .containsExactly("  of a record before", "2026-1 one\n  at a\n  at b", "2026-2 two");
    reader.joiner().rest();
    assertThat(records).as("too soon").hasSize(3);
    nanos += Duration.ofSeconds(3).toNanos();
    reader.joiner().rest();
    assertThat(text(records.getLast())).isEqualTo("2026-3 three\n at c");
    FilePosition end = FilePosition.parse(records.getLast().position()).orElseThrow();
    assertThat(end.offset()).isEqualTo(Files.size(folder.resolve("a.log")));
    FilePosition before = FilePosition.parse(records.get(2).position()).orElseThrow();
    assertThat(before.offset()).isEqualTo(end.offset() - "2026-3 three\n at c\n".length());
  }

  @Test
  void aRecordHasAnEndEvenWhereNoneIsSeen() throws Exception {
    LineForm form = new LineForm(null, Pattern.compile("START"));
    Reader reader = new Reader("START\n".getBytes(UTF_8), form);
    for (int i = 0; i < 100; i++) {
      Files.writeString(
          folder.resolve("a.log"), "y".repeat(9_999) + "\n", StandardOpenOption.APPEND);
    }
    Files.writeString(folder.resolve("a.log"), "START 2\n", StandardOpenOption.APPEND);
    reader.run();
    assertThat(records).hasSize(1);
    WatchedRecord record = records.getFirst();
    assertThat(record.original()).hasSize(FileSettings.LINE_LIMIT);
    assertThat(record.attributes())
        .containsEntry(
            WatchedRecord.CUT, Integer.toString(5 + 100 * 10_000 - FileSettings.LINE_LIMIT));
  }

  @Test
  void aPatternThatBacktracksWithoutEndStartsNothing() throws Exception {
    LineForm form = new LineForm(null, Pattern.compile("(a+)+!"));
    read(("a".repeat(60_000) + "\nb\n").getBytes(UTF_8), form);
    assertThat(records).isEmpty();
  }

  @Test
  void joinsLinesOfUtf16() throws Exception {
    LineForm form = new LineForm(UTF_16LE, Pattern.compile("#"));
    read("#1\r\n表\r\n#2\r\n".getBytes(UTF_16LE), form);
    assertThat(records).extracting(LineFormTest::text).containsExactly("#1\n表");
  }

  /** MySQL's slow query log and PostgreSQL's statements have records of several lines. */
  @Test
  void recordsOfDatabasesAreToldFromTheirLines() throws Exception {
    String first =
        "# Time: 2026-11-28T06:10:01.123456Z\n# User@Host: app[app] @ web1 [192.0.2.4]  Id:    42\n"
            + "# Query_time: 12.3  Lock_time: 0.0 Rows_sent: 1  Rows_examined: 5\nuse shop;\n"
            + "SET timestamp=1795846201;\nSELECT *\n  FROM orders;";
    String second =
        "# User@Host: root[root] @ localhost []  Id:    43\n# Query_time: 2.0\nSELECT SLEEP(2);";
    String statement =
        "2026-11-28 06:10:01.123 UTC [99] app@shop LOG:  duration: 5003.2 ms  statement: SELECT\n"
            + "\tpg_sleep(5);";
    Reader reader =
        new Reader(
            ("/usr/sbin/mysqld, Version: 8.0.32. started with:\nTcp port: 3306  Unix socket: x\n"
                    + "Time                 Id Command    Argument\n"
                    + first
                    + "\n"
                    + second
                    + "\n/usr/sbin/mysqld, Version: 8.0.32. started with:\n# a comment\nplain\n"
                    + statement
                    + "\n\tat the end\nplain\n\tnot joined\n")
                .getBytes(UTF_8),
            LineForm.TOLD);
    reader.run();
    assertThat(records.stream().map(LineFormTest::text).toList())
        .containsExactly(
            "/usr/sbin/mysqld, Version: 8.0.32. started with:",
            "Tcp port: 3306  Unix socket: x",
            "Time                 Id Command    Argument",
            first,
            second,
            "/usr/sbin/mysqld, Version: 8.0.32. started with:",
            "# a comment",
            "plain",
            statement + "\n\tat the end",
            "plain",
            "\tnot joined");
  }

  private void read(byte[] bytes, LineForm form) throws Exception {
    new Reader(bytes, form).run();
  }

  /** As a source puts them together. */
  private final class Reader {
    private final Tail tail;
    private final LineJoiner joiner;

    Reader(byte[] bytes, LineForm form) throws IOException {
      Path file = Files.write(folder.resolve("a.log"), bytes);
      FileSettings settings = new FileSettings("a", file.toString(), StartAt.START, form);
      FileRecords out =
          new FileRecords(
              "a", file.toString(), form.charset(), new FileRecords.Counts(), records::add);
      joiner = new LineJoiner(form.start(), form.charset(), settings.lineLimit(), () -> nanos, out);
      tail =
          new Tail(
              file,
              null,
              StartAt.START,
              settings,
              () -> now,
              () -> ByteBuffer.allocate(OpenFile.CHUNK),
              joiner);
    }

    LineJoiner joiner() {
      return joiner;
    }

    void run() throws InterruptedException {
      int steps = 0;
      while (tail.step()) {
        assertThat(++steps).isLessThan(1_000);
      }
    }
  }

  private static String charset(WatchedRecord record) {
    return record.attributes().getOrDefault(AgentFrame.CHARSET, "UTF-8");
  }

  private static String text(WatchedRecord record) {
    return new String(record.original(), Charset.forName(charset(record)));
  }
}
